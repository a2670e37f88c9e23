package org.sgdlimits.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a report: a page, by default {@code report.html}, and a figure each as {@code plots/ID.svg}. */
public final class ReportFolder {

    private ReportFolder() {}

    /** Writes them into an existing folder. */
    static void write(Page page, List<Figure> figures, Path folder, SvgRenderer renderer) throws IOException {
        write(page, "report.html", figures, folder, renderer);
    }

    /** Writes them into an existing folder, the page by another name. */
    public static void write(Page page, String name, List<Figure> figures, Path folder, SvgRenderer renderer)
            throws IOException {
        Path plots = Files.createDirectories(folder.resolve("plots"));
        for (Figure figure : figures) {
            Files.writeString(plots.resolve(figure.id() + ".svg"), renderer.render(figure), StandardCharsets.UTF_8);
        }
        Files.writeString(folder.resolve(name), page.html(renderer), StandardCharsets.UTF_8);
    }
}
