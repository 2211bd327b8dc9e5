// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/pictures.h"

#include "ui/common/text.h"
#include "ui/common/widgets.h"
#include "ui/inspect/inspect_page.h"

#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QRegularExpression>
#include <QSet>

namespace nei::ui {
namespace {

struct Shape {
    const char* name;
    QSize size;
};
constexpr std::array shapes{Shape{"wide", {1360, 860}}, Shape{"narrow", {960, 640}}};

void settle() {
    // Layouts that depend on each other's heights need a few rounds.
    for (int i = 0; i < 5; ++i) QApplication::processEvents();
}

QString file_part(QString name) {
    static const QRegularExpression other(QStringLiteral("[^A-Za-z0-9._-]+"));
    return name.replace(other, QStringLiteral("-"));
}

/// The items that say most: the first one, the first provider, the first with a profile.
std::vector<int> main_items(const bundle::Bundle& bundle) {
    std::vector<int> items;
    if (!bundle.items.empty()) items.push_back(0);
    const auto add_first = [&](auto wanted) {
        const auto found = std::ranges::find_if(bundle.items, wanted);
        if (found == bundle.items.end()) return;
        const auto index = static_cast<int>(found - bundle.items.begin());
        if (std::ranges::find(items, index) == items.end()) items.push_back(index);
    };
    add_first([](const bundle::CodeItem& item) { return item.provider && item.provider->is_network_extension(); });
    add_first([](const bundle::CodeItem& item) { return item.profile.has_value(); });
    return items;
}

class Camera {
public:
    Camera(QDir folder, const Services& services) : folder_(std::move(folder)), services_(services) {}

    /// In both themes and sizes.
    Result<void> take(MainWindow& window, const QString& view) {
        // Two documents may have the same name: the second one's pictures are numbered.
        QString name = view;
        for (int copy = 2; names_.contains(name); ++copy) name = QStringLiteral("%1-%2").arg(view).arg(copy);
        names_.insert(name);
        for (const Shape& shape : shapes) {
            window.resize(shape.size);
            for (const bool dark : {false, true}) {
                services_.theme.setChoice(dark ? ThemeChoice::dark : ThemeChoice::light);
                settle();
                const QString file = QStringLiteral("%1-%2-%3.png")
                                         .arg(file_part(name), QString::fromLatin1(shape.name),
                                              dark ? QStringLiteral("dark") : QStringLiteral("light"));
                if (!window.grab().save(folder_.filePath(file)))
                    return fail(ErrorCode::read_failed,
                                "The picture " + folder_.filePath(file).toStdString() + " cannot be written.");
                ++taken_;
            }
        }
        return {};
    }

    int taken() const { return taken_; }

private:
    QDir folder_;
    const Services& services_;
    QSet<QString> names_;
    int taken_ = 0;
};

/// Until everything that was asked for is shown.
void wait_for(const InspectPage& page) {
    while (page.isBusy()) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

Result<void> take_document(Camera& camera, MainWindow& window, const Document& document) {
    InspectPage& page = *window.currentPage();
    wait_for(page);
    const QString name = document.fileName();
    if (document.state() != Document::State::ready) return camera.take(window, name + QStringLiteral("-not-opened"));
    const bundle::Bundle& bundle = *document.bundle();
    for (std::size_t i = 0; i < bundle.packages.size(); ++i) {
        page.selectPackage(i);
        for (const auto& [view, suffix] : {std::pair{PackageView::contents, QStringLiteral("-package")},
                                           std::pair{PackageView::scripts, QStringLiteral("-scripts")}}) {
            page.packageView()->showView(view);
            if (const auto taken = camera.take(window, name + suffix); !taken) return taken;
        }
        page.packageView()->showView(PackageView::contents);
    }
    for (const int index : main_items(bundle)) {
        page.selectItem(index);
        const QString item = name + QLatin1Char('-') + shown(bundle.items[static_cast<std::size_t>(index)].name);
        const std::array<std::pair<ItemView::View, QString>, ItemView::view_count> views{
            {{ItemView::entitlements, QStringLiteral("-entitlements")},
             {ItemView::signature, QStringLiteral("-signature")},
             {ItemView::info_plist, QStringLiteral("-info-plist")},
             {ItemView::libraries, QStringLiteral("-libraries")},
             {ItemView::files, QStringLiteral("-files")}}};
        for (const auto& [view, suffix] : views) {
            // A profile on its own has one view.
            const bool one_view = bundle.items[static_cast<std::size_t>(index)].kind == bundle::ItemKind::profile;
            if (one_view && view != ItemView::entitlements) continue;
            page.itemView()->showView(view);
            wait_for(page);
            if (const auto taken = camera.take(window, item + suffix); !taken) return taken;
        }
        page.itemView()->showView(ItemView::entitlements);
    }
    page.search(QStringLiteral("com."));
    wait_for(page);
    page.stepSearch(1);
    wait_for(page);
    if (const auto taken = camera.take(window, name + QStringLiteral("-search")); !taken) return taken;
    page.search({});
    if (bundle.problems.empty()) return {};
    page.showProblems(true);
    const auto taken = camera.take(window, name + QStringLiteral("-problems"));
    page.showProblems(false);
    return taken;
}

} // namespace

Result<int> write_pictures(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& paths,
                           const std::vector<std::string>& examples, const Services& services) {
    const QDir directory(from_path(folder));
    if (!directory.mkpath(QStringLiteral(".")))
        return fail(ErrorCode::not_permitted, "The folder " + folder.string() + " cannot be made.");
    Camera camera(directory, services);
    MainWindow window(services);
    window.show();
    if (const auto taken = camera.take(window, QStringLiteral("welcome")); !taken)
        return std::unexpected(taken.error());
    for (const std::filesystem::path& path : paths)
        if (const auto taken = take_document(camera, window, *window.openPath(path)); !taken)
            return std::unexpected(taken.error());
    for (const std::string& name : examples)
        if (const Document* document = window.openExample(QString::fromStdString(name)))
            if (const auto taken = take_document(camera, window, *document); !taken)
                return std::unexpected(taken.error());
    return camera.taken();
}

} // namespace nei::ui
