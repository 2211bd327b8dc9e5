// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"

#include "ui/common/icon_engine.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QFontDatabase>
#include <QStyle>
#include <QStyleFactory>
#include <QToolTip>

#include <utility>

namespace nei::ui {
namespace {

/// A window of its own, and not what belongs to one: that takes the style sheet of its parents.
bool is_main_window(const QWidget& widget) {
    return widget.isWindow() && widget.parentWidget() == nullptr && widget.windowType() != Qt::ToolTip;
}

} // namespace

PaletteKind kind_of(const QPalette& system) {
    constexpr double black_on_white = 20; // 21 exactly; desktops without this wish stay below 18
    const auto ratio = [&](QPalette::ColorRole text, QPalette::ColorRole background) {
        return contrast_ratio(system.color(QPalette::Active, text), system.color(QPalette::Active, background));
    };
    return {system.color(QPalette::WindowText).lightness() > system.color(QPalette::Window).lightness(),
            ratio(QPalette::WindowText, QPalette::Window) >= black_on_white &&
                ratio(QPalette::Text, QPalette::Base) >= black_on_white &&
                ratio(QPalette::ButtonText, QPalette::Button) >= black_on_white};
}

Theme::Theme(ThemeChoice choice, QObject* parent) : QObject(parent), choice_(choice) {
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    system_font_ = QApplication::font();
    fixed_font_ = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    qApp->installEventFilter(this);
    apply();
}

void Theme::setChoice(ThemeChoice choice) {
    if (choice == choice_) return;
    choice_ = choice;
    apply();
}

void Theme::setContrastChoice(ContrastChoice choice) {
    if (choice == contrast_choice_) return;
    contrast_choice_ = choice;
    apply();
}

QFont Theme::font(FontRole role) const {
    QFont font = role == FontRole::monospace ? fixed_font_ : system_font_;
    // A system font is given in points or in pixels; the other is -1.
    const auto scale = [&](int size) {
        const double factor = size / 13.0;
        if (system_font_.pointSizeF() > 0)
            font.setPointSizeF(system_font_.pointSizeF() * factor);
        else
            font.setPixelSize(qRound(system_font_.pixelSize() * factor));
    };
    switch (role) {
    case FontRole::small:
    case FontRole::monospace: scale(12); break;
    case FontRole::body: break;
    case FontRole::body_strong: font.setWeight(QFont::DemiBold); break;
    case FontRole::item_name:
        scale(16);
        font.setWeight(QFont::DemiBold);
        break;
    case FontRole::page_title:
        scale(20);
        font.setWeight(QFont::DemiBold);
        break;
    }
    return font;
}

QIcon Theme::icon(const QString& name, Colour colour) const {
    return name.isEmpty() ? QIcon() : QIcon(new IconEngine(*this, name, colour));
}

QPixmap Theme::pixmap(const QString& name, Colour colour, int size, qreal device_pixel_ratio) const {
    return draw_icon(name, this->colour(colour), size, device_pixel_ratio);
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
    // The desktop switched between light and dark: windows hear of it as ThemeChange, the application by its palette.
    const bool system_changed =
        event->type() == QEvent::ThemeChange || (event->type() == QEvent::ApplicationPaletteChange && watched == qApp);
    if (system_changed && !applying_ && followsSystem()) apply();
    // The style sheet belongs to windows, not to the application: else Qt polishes all of a page again each time that
    // a part of it gets a parent, which takes ten times as long as to make the page.
    if (event->type() == QEvent::Polish && watched->isWidgetType())
        if (auto* widget = static_cast<QWidget*>(watched); is_main_window(*widget)) widget->setStyleSheet(styleSheet());
    // A part that was polished before it got its parent looked like a window.
    if (event->type() == QEvent::ParentChange && watched->isWidgetType()) {
        auto* widget = static_cast<QWidget*>(watched);
        if (!is_main_window(*widget) && !widget->styleSheet().isEmpty() && widget->styleSheet() == styleSheet())
            widget->setStyleSheet({});
    }
    return QObject::eventFilter(watched, event);
}

bool Theme::followsSystem() const {
    return choice_ == ThemeChoice::system || contrast_choice_ == ContrastChoice::system;
}

QPalette Theme::systemPalette() const {
    QApplication::setPalette(QPalette()); // takes ours away, so that the system's shows
    return QApplication::palette();
}

void Theme::apply() {
    applying_ = true;
    kind_ = kind_of(systemPalette());
    if (choice_ != ThemeChoice::system) kind_.dark = choice_ == ThemeChoice::dark;
    if (contrast_choice_ != ContrastChoice::system) kind_.high_contrast = contrast_choice_ == ContrastChoice::high;
    const QPalette palette = makePalette();
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    for (QWidget* window : QApplication::topLevelWidgets())
        if (is_main_window(*window) && window->testAttribute(Qt::WA_WState_Polished))
            window->setStyleSheet(styleSheet());
    applying_ = false;
    Q_EMIT changed();
}

QPalette Theme::makePalette() const {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, Colour colour) { palette.setColor(role, this->colour(colour)); };
    set(QPalette::Window, Colour::window);
    set(QPalette::WindowText, Colour::text);
    set(QPalette::Base, Colour::surface);
    set(QPalette::AlternateBase, Colour::panel);
    set(QPalette::Text, Colour::text);
    set(QPalette::PlaceholderText, Colour::text_secondary);
    set(QPalette::Button, Colour::button);
    set(QPalette::ButtonText, Colour::text);
    set(QPalette::BrightText, Colour::on_accent);
    set(QPalette::ToolTipBase, Colour::panel);
    set(QPalette::ToolTipText, Colour::text);
    set(QPalette::Link, Colour::accent);
    set(QPalette::LinkVisited, Colour::accent);
    set(QPalette::Highlight, Colour::selection);
    set(QPalette::HighlightedText, Colour::text);
    // Fusion draws edges and shades from these.
    set(QPalette::Light, Colour::surface);
    set(QPalette::Midlight, Colour::border_soft);
    set(QPalette::Mid, Colour::border);
    set(QPalette::Dark, Colour::border_field);
    set(QPalette::Shadow, Colour::border_field);
    palette.setColor(QPalette::Inactive, QPalette::Highlight, colour(Colour::selection_idle));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colour(Colour::text_disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colour(Colour::selection_idle));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, colour(Colour::text_disabled));
    return palette;
}

QString Theme::styleSheet() const {
    QFile file(QStringLiteral(":/style.qss"));
    if (!file.open(QIODevice::ReadOnly)) return {};
    QString text = QString::fromUtf8(file.readAll());
    // "@border-soft;" must not be taken for "@border": names end at the semicolon or blank after them.
    for (int i = 0; i < colour_count; ++i) {
        const auto id = static_cast<Colour>(i);
        for (const QChar end : {u';', u' '})
            text.replace(QLatin1Char('@') + colour_name(id) + end, colour(id).name() + end);
    }
    return text;
}

} // namespace nei::ui
