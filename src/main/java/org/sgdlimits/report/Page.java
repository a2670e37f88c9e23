package org.sgdlimits.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Builds a report: one HTML file that holds its styles, scripts and data and opens without a network.
 *
 * <pre>{@code
 * String html = Page.of("Phase retrieval", "The SDE agrees with SGD up to finite size.")
 *         .section("Trajectories")
 *         .figures(List.of(risk, overlaps))
 *         .table(verdicts)
 *         .html(renderer);
 * }</pre>
 *
 * <p>Each figure is written twice: as the SVG that the renderer draws, which shows in print and without JavaScript and
 * is what the download button saves, and as data, from which the browser draws the interactive chart. All text is
 * escaped.
 */
public final class Page {

    private final String title;
    private final String lead;
    private final List<PagePart> parts = new ArrayList<>();
    private final Set<String> figureIds = new HashSet<>();

    private Page(String title, String lead) {
        this.title = Objects.requireNonNull(title, "title");
        this.lead = Objects.requireNonNull(lead, "lead");
    }

    /** An empty page with its title and the sentence that sums it up. */
    public static Page of(String title, String lead) {
        return new Page(title, lead);
    }

    /** Starts a section. */
    public Page section(String heading) {
        return add(new PagePart.Heading(heading));
    }

    /** Adds a paragraph. */
    public Page paragraph(String text) {
        return add(new PagePart.Paragraph(text));
    }

    /**
     * Adds figures, side by side where the window is wide enough.
     *
     * @throws IllegalArgumentException if the page already holds a figure of that id
     */
    public Page figures(List<Figure> figures) {
        for (Figure figure : figures) {
            if (!figureIds.add(figure.id())) {
                throw new IllegalArgumentException("figure id: expected one that is new in the page, got \""
                        + figure.id() + "\" again; give each figure its own id");
            }
        }
        return add(new PagePart.Figures(figures));
    }

    /** Adds a table; a long one scrolls under its header. */
    public Page table(Table table) {
        return add(new PagePart.TableOfCells(table));
    }

    /** Adds a list of terms and their values, in the order of the map. */
    public Page facts(Map<String, String> facts) {
        return add(new PagePart.Facts(facts));
    }

    /** The whole document; {@code renderer} draws the figures as they show in print. */
    public String html(SvgRenderer renderer) {
        StringBuilder out = new StringBuilder(figureIds.isEmpty() ? 1 << 14 : 1 << 21);
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(Html.escape(title))
                .append("</title>\n<style>\n")
                .append(Resources.text("page.css"))
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(Html.escape(title))
                .append("</h1>\n<p class=\"lead\">")
                .append(Html.escape(lead))
                .append("</p>\n");
        parts.forEach(part -> part.write(out, renderer));
        out.append("</main>\n");
        if (!figureIds.isEmpty()) {
            for (String script : List.of(Resources.ECHARTS, "figure.js", "page.js")) {
                out.append("<script>\n").append(Resources.text(script)).append("\n</script>\n");
            }
        }
        return out.append("</body>\n</html>\n").toString();
    }

    private Page add(PagePart part) {
        parts.add(part);
        return this;
    }
}
