// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>

namespace nei::ui {

/// Colours by meaning; each has a light and a dark value (theme_colours.cpp).
enum class Colour {
    window,
    panel,
    surface,
    border,
    border_soft,
    border_field,
    button,
    hover,
    text,
    text_secondary,
    text_disabled,
    accent,
    accent_fill,
    on_accent,
    selection,
    selection_idle,
    blocker,
    blocker_fill,
    warning,
    warning_fill,
    note,
    note_fill,
    ok,
    ok_fill,
    unknown,
    unknown_fill,
};
inline constexpr int colour_count = static_cast<int>(Colour::unknown_fill) + 1;

/// "border-soft": as the style sheet names it.
QString colour_name(Colour colour);

/// The four palettes: light or dark, each also with high contrast.
struct PaletteKind {
    bool dark = false, high_contrast = false;
    bool operator==(const PaletteKind&) const = default;
};
/// With high contrast lines are as dark as the edges of fields, and quiet fills are the surface itself.
QColor palette_colour(Colour colour, PaletteKind kind);

/// What a desktop asks for by its palette. Qt 6.4 does not pass on the wish for high contrast itself; desktops that
/// have it paint text, lists and buttons in black on white or white on black throughout.
PaletteKind kind_of(const QPalette& system);

/// Contrast of two colours as WCAG 2 defines it: 1 to 21.
double contrast_ratio(const QColor& a, const QColor& b);

/// Fonts by use. Sizes follow the system's font, in the proportions of a 13 px body.
enum class FontRole { small, body, body_strong, item_name, page_title, monospace };

enum class ThemeChoice { system, light, dark };
enum class ContrastChoice { system, standard, high };

/// Palette, fonts and icons of the whole application. One object, made in main and handed to every widget.
///
/// Colours reach widgets through QPalette; a short style sheet (style.qss) adds what a palette cannot say. It never
/// names an item view: that would switch off the delegates' painting.
class Theme : public QObject {
    Q_OBJECT

public:
    /// Sets style, palette, font sizes and style sheet of the QApplication, which must exist.
    explicit Theme(ThemeChoice choice = ThemeChoice::system, QObject* parent = nullptr);

    ThemeChoice choice() const { return choice_; }
    void setChoice(ThemeChoice choice);
    bool isDark() const { return kind_.dark; }

    ContrastChoice contrastChoice() const { return contrast_choice_; }
    void setContrastChoice(ContrastChoice choice);
    bool isHighContrast() const { return kind_.high_contrast; }

    QColor colour(Colour colour) const { return palette_colour(colour, kind_); }
    QFont font(FontRole role) const;

    /// Icon `name` of resources/icons. It is drawn in the theme's colour of the moment, so it need not be made again
    /// when the theme changes. Disabled it is in `text_disabled`.
    QIcon icon(const QString& name, Colour colour = Colour::text_secondary) const;
    QPixmap pixmap(const QString& name, Colour colour, int size, qreal device_pixel_ratio) const;

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    /// Palette and style sheet have changed.
    void changed();

protected:
    /// What the desktop paints with at the moment; tests say something else.
    virtual QPalette systemPalette() const;

private:
    void apply();
    bool followsSystem() const;
    QPalette makePalette() const;
    QString styleSheet() const;

    ThemeChoice choice_;
    ContrastChoice contrast_choice_ = ContrastChoice::system;
    PaletteKind kind_;
    bool applying_ = false;
    QFont system_font_, fixed_font_;
};

} // namespace nei::ui
