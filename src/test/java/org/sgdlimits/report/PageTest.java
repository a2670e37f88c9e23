package org.sgdlimits.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("regression")
final class PageTest {

    private static final Pattern SCRIPTS = Pattern.compile("<script>.*?</script>", Pattern.DOTALL);

    private static String html;

    @BeforeAll
    static void write() {
        String hostile = Samples.HOSTILE;
        Table table = new Table(
                hostile,
                List.of("method", "gap", hostile),
                List.of(
                        List.of(Table.Cell.of("ode"), Table.Cell.of(1.2e-5), Table.Cell.of("agrees", Status.OK)),
                        List.of(Table.Cell.of(hostile), Table.Cell.of(3), Table.Cell.of("disagrees", Status.BAD))));
        try (SvgRenderer renderer = new SvgRenderer()) {
            html = Page.of(hostile, hostile)
                    .section(hostile)
                    .figures(List.of(Samples.risk(), Samples.hostile()))
                    .table(table)
                    .facts(Map.of(hostile, hostile))
                    .paragraph(hostile)
                    .html(renderer);
        }
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        String markup = SCRIPTS.matcher(html).replaceAll("");

        assertFalse(Pattern.compile("(src|href)\\s*=|@import|<link", Pattern.CASE_INSENSITIVE)
                .matcher(markup)
                .find());
        assertFalse(Pattern.compile("url\\((?!#)").matcher(markup).find(), "urls point into the page");
    }

    @Test
    void everyTextIsEscaped() {
        assertFalse(html.contains("<script>alert"));
        assertTrue(html.contains("<h2>" + Html.escape(Samples.HOSTILE) + "</h2>"));
        assertTrue(html.contains("<dt>" + Html.escape(Samples.HOSTILE) + "</dt>"));
        // Three programs and the data of two figures; a script that leaked out of a text would be a sixth.
        assertEquals(5, html.split("</script>", -1).length - 1);
    }

    @Test
    void figuresShowWithoutJavaScript() {
        assertEquals(2, html.split("<div class=\"drawing\">\\s*<svg ", -1).length - 1);
    }

    @Test
    void identifiersAreUnique() {
        List<String> ids = Pattern.compile(" id=\"([^\"]*)\"")
                .matcher(SCRIPTS.matcher(html).replaceAll(""))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertEquals(ids.stream().distinct().toList(), ids);
    }

    @Test
    void gradesAreToldBySymbolAsWellAsColour() {
        assertTrue(html.contains("<td class=\"ok\"><span class=\"symbol\">✓</span> agrees</td>"));
        assertTrue(html.contains("<td class=\"bad\"><span class=\"symbol\">✗</span> disagrees</td>"));
        assertTrue(html.contains("<td class=\"number\">1.2×10⁻⁵</td>"));
    }

    @Test
    void aRepeatedFigureIdIsRefused() {
        Page page = Page.of("", "").figures(List.of(Samples.empty()));
        var error = assertThrows(IllegalArgumentException.class, () -> page.figures(List.of(Samples.empty())));

        assertTrue(error.getMessage().contains("\"empty\""), error.getMessage());
    }

    @Test
    void aShortTableRowIsRefused() {
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> new Table("", List.of("a", "b"), List.of(List.of(Table.Cell.of("1")))));

        assertEquals("table row 1: expected 2 cells, one for each column, got 1", error.getMessage());
    }
}
