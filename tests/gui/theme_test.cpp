// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/icon_engine.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QDir>
#include <QImage>
#include <QPainter>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QWidget>

#include <gtest/gtest.h>

#include <array>

namespace nei::ui {
namespace {

constexpr double text = 4.5; ///< WCAG 2.2, 1.4.3
constexpr double edge = 3.0; ///< 1.4.11

/// Two colours that stand on each other somewhere in the program.
struct Pair {
    Colour front, back;
    double least;
    const char* where;
};

constexpr std::array pairs{
    Pair{Colour::text, Colour::window, text, "menus, active mode"},
    Pair{Colour::text, Colour::panel, text, "pane heads, welcome page, tool tips"},
    Pair{Colour::text, Colour::surface, text, "lists and tables"},
    Pair{Colour::text, Colour::button, text, "buttons"},
    Pair{Colour::text, Colour::hover, text, "what the pointer is over"},
    Pair{Colour::text, Colour::selection, text, "the selected row"},
    Pair{Colour::text, Colour::selection_idle, text, "the selected row of a view without focus, open menu"},
    Pair{Colour::text_secondary, Colour::window, text, "rail, status bar, tabs"},
    Pair{Colour::text_secondary, Colour::panel, text, "additions of pane heads, table heads, key caps"},
    Pair{Colour::text_secondary, Colour::surface, text, "paths and sizes in lists"},
    Pair{Colour::text_secondary, Colour::button, text, "icons of buttons"},
    Pair{Colour::text_secondary, Colour::hover, text, "modes and rows under the pointer"},
    Pair{Colour::text_secondary, Colour::selection, text, "second line of the selected row"},
    Pair{Colour::text_secondary, Colour::selection_idle, text, "the same without focus"},
    Pair{Colour::accent, Colour::panel, text, "links in heads of boxes"},
    Pair{Colour::accent, Colour::surface, text, "links, icon of the active mode"},
    Pair{Colour::accent, Colour::hover, text, "links under the pointer"},
    Pair{Colour::accent, Colour::window, edge, "focus ring, line of the active tab"},
    Pair{Colour::accent, Colour::button, edge, "focus ring of buttons"},
    Pair{Colour::accent, Colour::selection, edge, "focus ring beside the selected row"},
    Pair{Colour::on_accent, Colour::accent_fill, text, "the default button"},
    Pair{Colour::accent_fill, Colour::surface, edge, "edge of the default button"},
    Pair{Colour::on_accent, Colour::accent_fill, edge, "the tick of a check box"},
    Pair{Colour::border_field, Colour::window, edge, "edges of check boxes and fields"},
    Pair{Colour::border_field, Colour::panel, edge, "the same"},
    Pair{Colour::border_field, Colour::surface, edge, "the same, and the drop area"},
    Pair{Colour::blocker, Colour::surface, text, "mark and word"},
    Pair{Colour::blocker, Colour::panel, text, "in pane heads and chips"},
    Pair{Colour::blocker, Colour::hover, text, "in a row under the pointer"},
    Pair{Colour::blocker, Colour::selection, text, "in the selected row"},
    Pair{Colour::blocker, Colour::selection_idle, text, "the same without focus"},
    Pair{Colour::blocker, Colour::blocker_fill, text, "in its own fill"},
    Pair{Colour::text, Colour::blocker_fill, text, "the sentence beside it"},
    Pair{Colour::warning, Colour::window, text, "problems in the status bar"},
    Pair{Colour::warning, Colour::surface, text, "mark and word"},
    Pair{Colour::warning, Colour::panel, text, "in pane heads and chips"},
    Pair{Colour::warning, Colour::hover, text, "in a row under the pointer"},
    Pair{Colour::warning, Colour::selection, text, "in the selected row"},
    Pair{Colour::warning, Colour::selection_idle, text, "the same without focus"},
    Pair{Colour::warning, Colour::warning_fill, text, "in its own fill"},
    Pair{Colour::text, Colour::warning_fill, text, "the sentence beside it"},
    Pair{Colour::note, Colour::surface, text, "mark and word"},
    Pair{Colour::note, Colour::panel, text, "in pane heads and chips"},
    Pair{Colour::note, Colour::hover, text, "in a row under the pointer"},
    Pair{Colour::note, Colour::selection, text, "in the selected row"},
    Pair{Colour::note, Colour::selection_idle, text, "the same without focus"},
    Pair{Colour::note, Colour::note_fill, text, "in its own fill"},
    Pair{Colour::text, Colour::note_fill, text, "the sentence beside it"},
    Pair{Colour::ok, Colour::surface, text, "mark and word"},
    Pair{Colour::ok, Colour::panel, text, "promises of the welcome page, chips"},
    Pair{Colour::ok, Colour::hover, text, "in a row under the pointer"},
    Pair{Colour::ok, Colour::selection, text, "in the selected row"},
    Pair{Colour::ok, Colour::selection_idle, text, "the same without focus"},
    Pair{Colour::ok, Colour::ok_fill, text, "in its own fill"},
    Pair{Colour::text, Colour::ok_fill, text, "the sentence beside it"},
    Pair{Colour::unknown, Colour::window, text, "problems in the status bar"},
    Pair{Colour::unknown, Colour::surface, text, "mark and word"},
    Pair{Colour::unknown, Colour::panel, text, "in pane heads and chips"},
    Pair{Colour::unknown, Colour::hover, text, "in a row under the pointer"},
    Pair{Colour::unknown, Colour::selection, text, "in the selected row"},
    Pair{Colour::unknown, Colour::selection_idle, text, "the same without focus"},
    Pair{Colour::unknown, Colour::unknown_fill, text, "in its own fill"},
    Pair{Colour::text, Colour::unknown_fill, text, "the sentence beside it"},
};

constexpr std::array kinds{PaletteKind{false, false}, PaletteKind{true, false}, PaletteKind{false, true},
                           PaletteKind{true, true}};

std::string name_of(PaletteKind kind) {
    return std::string(kind.dark ? "dark" : "light") + (kind.high_contrast ? ", high contrast" : "");
}

TEST(Colours, ContrastIsMeasuredAsWcagDefinesIt) {
    EXPECT_NEAR(contrast_ratio(Qt::black, Qt::white), 21, 0.001);
    EXPECT_NEAR(contrast_ratio(QColor(0x77, 0x77, 0x77), Qt::white), 4.48, 0.005);
    EXPECT_NEAR(contrast_ratio(Qt::white, QColor(0x77, 0x77, 0x77)), 4.48, 0.005);
    EXPECT_NEAR(contrast_ratio(Qt::red, Qt::red), 1, 0.001);
}

TEST(Colours, EveryPairThatTheProgramUsesHasEnoughContrast) {
    for (const PaletteKind kind : kinds)
        for (const Pair& pair : pairs)
            EXPECT_GE(contrast_ratio(palette_colour(pair.front, kind), palette_colour(pair.back, kind)), pair.least)
                << colour_name(pair.front).toStdString() << " on " << colour_name(pair.back).toStdString() << ", "
                << pair.where << ", " << name_of(kind);
}

TEST(Colours, HighContrastHasLinesThatAreSeenAndNoQuietFills) {
    for (const bool dark : {false, true}) {
        const PaletteKind kind{dark, true};
        const QColor surface = palette_colour(Colour::surface, kind);
        for (const Colour line : {Colour::border, Colour::border_soft, Colour::border_field})
            for (const Colour ground : {Colour::window, Colour::panel, Colour::surface})
                EXPECT_GE(contrast_ratio(palette_colour(line, kind), palette_colour(ground, kind)), edge);
        for (const Colour fill :
             {Colour::blocker_fill, Colour::warning_fill, Colour::note_fill, Colour::ok_fill, Colour::unknown_fill})
            EXPECT_EQ(palette_colour(fill, kind), surface);
    }
}

TEST(Colours, EveryNameIsItsOwn) {
    QStringList names;
    for (int i = 0; i < colour_count; ++i) names.append(colour_name(static_cast<Colour>(i)));
    EXPECT_EQ(names.removeDuplicates(), 0);
}

QPalette system_palette(const QColor& window_text, const QColor& window, const QColor& base) {
    QPalette palette;
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(role, window_text);
    for (const QPalette::ColorRole role : {QPalette::Window, QPalette::Button}) palette.setColor(role, window);
    palette.setColor(QPalette::Base, base);
    return palette;
}

TEST(SystemPalette, TellsDarkAndHighContrast) {
    EXPECT_EQ(kind_of(system_palette(Qt::black, QColor(0xef, 0xef, 0xef), Qt::white)), (PaletteKind{false, false}));
    EXPECT_EQ(kind_of(system_palette(Qt::white, QColor(0x35, 0x35, 0x35), QColor(0x23, 0x23, 0x23))),
              (PaletteKind{true, false}));
    EXPECT_EQ(kind_of(system_palette(Qt::black, Qt::white, Qt::white)), (PaletteKind{false, true}));
    EXPECT_EQ(kind_of(system_palette(Qt::white, Qt::black, Qt::black)), (PaletteKind{true, true}));
}

TEST(ThemeChange, FollowsTheSystemWhileTheWindowIsOpenAndNotWhereAChoiceWasMade) {
    Theme theme;
    QWidget widget;
    widget.show();
    QSignalSpy changed(&theme, &Theme::changed);
    QEvent system_changed(QEvent::ThemeChange);
    QApplication::sendEvent(&widget, &system_changed);
    EXPECT_EQ(changed.count(), 1);
    QEvent palette_changed(QEvent::ApplicationPaletteChange);
    QApplication::sendEvent(qApp, &palette_changed);
    EXPECT_EQ(changed.count(), 2);
    theme.setChoice(ThemeChoice::dark);
    theme.setContrastChoice(ContrastChoice::high);
    changed.clear();
    QApplication::sendEvent(&widget, &system_changed);
    QApplication::sendEvent(qApp, &palette_changed);
    EXPECT_EQ(changed.count(), 0);
    EXPECT_TRUE(theme.isDark() && theme.isHighContrast());
}

TEST(ThemeChange, TakesTheSystemsPaletteOfTheMoment) {
    class SwitchedTheme final : public Theme {
    public:
        using Theme::Theme;
        QPalette system;

    protected:
        QPalette systemPalette() const override { return system; }
    };
    SwitchedTheme theme;
    QEvent palette_changed(QEvent::ApplicationPaletteChange);
    theme.system = system_palette(Qt::white, Qt::black, Qt::black);
    QApplication::sendEvent(qApp, &palette_changed);
    EXPECT_TRUE(theme.isDark() && theme.isHighContrast());
    EXPECT_EQ(QApplication::palette().color(QPalette::Base), palette_colour(Colour::surface, {true, true}));
    theme.setContrastChoice(ContrastChoice::standard);
    EXPECT_TRUE(theme.isDark());
    EXPECT_FALSE(theme.isHighContrast());
    theme.system = system_palette(Qt::black, Qt::white, Qt::white);
    QApplication::sendEvent(qApp, &palette_changed);
    EXPECT_FALSE(theme.isDark());
}

TEST(StyleSheet, NamesOnlyColoursThatThereAre) {
    const Theme theme{ThemeChoice::light};
    static const QRegularExpression left(QStringLiteral("@[a-z]"));
    QWidget window;
    window.ensurePolished();
    EXPECT_FALSE(window.styleSheet().isEmpty());
    EXPECT_FALSE(window.styleSheet().contains(left)) << left.match(window.styleSheet()).captured().toStdString();
}

TEST(StyleSheet, FollowsTheThemeInWindowsThatAreOpen) {
    Theme theme{ThemeChoice::light};
    QWidget window;
    auto* inside = new QWidget(&window);
    window.ensurePolished();
    const QString light = window.styleSheet();
    auto* late = new QWidget;
    late->ensurePolished();
    late->setParent(&window);
    theme.setChoice(ThemeChoice::dark);
    EXPECT_NE(window.styleSheet(), light);
    EXPECT_EQ(inside->styleSheet(), QString()) << "a part of a window takes the window's";
    EXPECT_EQ(late->styleSheet(), QString());
}

/// How much of the picture's ink is neither full nor none: what a drawing that was enlarged has more of.
double blur(const QImage& image) {
    int grey = 0, inked = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const int alpha = qAlpha(image.pixel(x, y));
            if (alpha > 0) ++inked;
            if (alpha > 0 && alpha < 255) ++grey;
        }
    return inked == 0 ? 1 : static_cast<double>(grey) / inked;
}

TEST(Icons, AreDrawnForTheScreenTheyStandOnAndNotEnlarged) {
    const Theme theme{ThemeChoice::light};
    for (const double ratio : {1.0, 1.5, 2.0, 3.0}) {
        const QPixmap pixmap = theme.pixmap(QStringLiteral("stop"), Colour::text, 16, ratio);
        EXPECT_EQ(pixmap.width(), qRound(16 * ratio));
        EXPECT_DOUBLE_EQ(pixmap.devicePixelRatio(), ratio);
        const QImage sharp = pixmap.toImage();
        const QImage enlarged = theme.pixmap(QStringLiteral("stop"), Colour::text, 16, 1)
                                    .toImage()
                                    .scaled(sharp.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        if (ratio > 1) {
            EXPECT_LT(blur(sharp), blur(enlarged)) << ratio;
        }
    }
}

TEST(Icons, AreSharpThroughAPainterOfALargerScreenToo) {
    const Theme theme{ThemeChoice::light};
    for (const double ratio : {1.0, 1.5, 2.0}) {
        QImage screen(qRound(20 * ratio), qRound(20 * ratio), QImage::Format_ARGB32_Premultiplied);
        screen.setDevicePixelRatio(ratio);
        screen.fill(Qt::transparent);
        QPainter painter(&screen);
        theme.icon(QStringLiteral("stop"), Colour::text).paint(&painter, QRect(0, 0, 20, 20));
        painter.end();
        QImage direct = theme.pixmap(QStringLiteral("stop"), Colour::text, 20, ratio).toImage();
        EXPECT_EQ(screen.convertToFormat(QImage::Format_ARGB32), direct.convertToFormat(QImage::Format_ARGB32))
            << ratio;
    }
}

TEST(Icons, ShowSomethingEachAndTakeTheColourOfTheMoment) {
    Theme theme{ThemeChoice::light};
    for (const QString& file : QDir(QStringLiteral(":/icons")).entryList()) {
        const QString name = file.chopped(4);
        const QImage image = theme.pixmap(name, Colour::text, 16, 2).toImage();
        bool any = false;
        for (int y = 0; y < image.height() && !any; ++y)
            for (int x = 0; x < image.width() && !any; ++x) any = qAlpha(image.pixel(x, y)) > 128;
        EXPECT_TRUE(any) << name.toStdString();
    }
    const QIcon icon = theme.icon(QStringLiteral("ok"), Colour::ok);
    const QImage light = icon.pixmap(16).toImage();
    theme.setChoice(ThemeChoice::dark);
    EXPECT_NE(icon.pixmap(16).toImage(), light);
}

} // namespace
} // namespace nei::ui
