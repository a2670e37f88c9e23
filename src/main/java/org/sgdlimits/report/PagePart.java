package org.sgdlimits.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One part of a page, which knows its HTML. */
sealed interface PagePart {

    /** Appends the HTML of this part. */
    void write(StringBuilder out, SvgRenderer renderer);

    /** The heading that starts a section. */
    record Heading(String text) implements PagePart {

        public Heading {
            Objects.requireNonNull(text, "heading");
        }

        @Override
        public void write(StringBuilder out, SvgRenderer renderer) {
            out.append("<h2>").append(Html.escape(text)).append("</h2>\n");
        }
    }

    /** A paragraph of text. */
    record Paragraph(String text) implements PagePart {

        public Paragraph {
            Objects.requireNonNull(text, "paragraph");
        }

        @Override
        public void write(StringBuilder out, SvgRenderer renderer) {
            out.append("<p>").append(Html.escape(text)).append("</p>\n");
        }
    }

    /** A grid of figures: the drawing as SVG, and the data from which the browser draws it again. */
    record Figures(List<Figure> figures) implements PagePart {

        public Figures {
            figures = List.copyOf(figures);
        }

        @Override
        public void write(StringBuilder out, SvgRenderer renderer) {
            out.append("<div class=\"figures\">\n");
            for (Figure figure : figures) {
                out.append("<figure id=\"").append(figure.id()).append("\">\n<div class=\"drawing\">\n");
                out.append(renderer.render(figure)).append("</div>\n<figcaption><strong>");
                out.append(Html.escape(figure.title())).append("</strong> ");
                out.append(Html.escape(figure.caption())).append("</figcaption>\n");
                out.append("<script type=\"application/json\">").append(FigureJson.of(figure));
                out.append("</script>\n</figure>\n");
            }
            out.append("</div>\n");
        }
    }

    /** A table whose graded cells carry a symbol and a style class. */
    record TableOfCells(Table table) implements PagePart {

        @Override
        public void write(StringBuilder out, SvgRenderer renderer) {
            out.append("<div class=\"table\" tabindex=\"0\">\n<table>\n");
            if (!table.caption().isEmpty()) {
                out.append("<caption>").append(Html.escape(table.caption())).append("</caption>\n");
            }
            out.append("<thead>\n<tr>");
            for (int column = 0; column < table.header().size(); column++) {
                out.append("<th scope=\"col\"").append(styleClass(isNumeric(column) ? "number" : ""));
                out.append('>').append(Html.escape(table.header().get(column))).append("</th>");
            }
            out.append("</tr>\n</thead>\n<tbody>\n");
            for (List<Table.Cell> row : table.rows()) {
                out.append("<tr>");
                row.forEach(cell -> writeCell(out, cell));
                out.append("</tr>\n");
            }
            out.append("</tbody>\n</table>\n</div>\n");
        }

        private boolean isNumeric(int column) {
            return !table.rows().isEmpty()
                    && table.rows().stream().allMatch(row -> row.get(column).number());
        }

        private static void writeCell(StringBuilder out, Table.Cell cell) {
            Status status = cell.status();
            out.append("<td").append(styleClass((status.styleClass() + (cell.number() ? " number" : "")).strip()));
            out.append('>');
            if (!status.symbol().isEmpty()) {
                out.append("<span class=\"symbol\">").append(status.symbol()).append("</span> ");
            }
            out.append(Html.escape(cell.text())).append("</td>");
        }

        private static String styleClass(String names) {
            return names.isEmpty() ? "" : " class=\"" + names + "\"";
        }
    }

    /** Terms and their values. */
    record Facts(Map<String, String> facts) implements PagePart {

        public Facts {
            facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        }

        @Override
        public void write(StringBuilder out, SvgRenderer renderer) {
            out.append("<dl>\n");
            facts.forEach((term, value) -> out.append("<dt>")
                    .append(Html.escape(term))
                    .append("</dt><dd>")
                    .append(Html.escape(value))
                    .append("</dd>\n"));
            out.append("</dl>\n");
        }
    }
}
