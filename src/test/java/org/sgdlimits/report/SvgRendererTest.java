package org.sgdlimits.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class SvgRendererTest {

    private static SvgRenderer renderer;
    private static String phases;

    @BeforeAll
    static void open() {
        renderer = new SvgRenderer();
        phases = renderer.render(Samples.phases());
    }

    @AfterAll
    static void close() {
        renderer.close();
    }

    @Test
    @Tag("validation") // against the XML parser of the JDK and the size a journal takes without complaint
    void fourLinesAndABandAreASmallStandaloneDocument() throws Exception {
        String svg = renderer.render(Samples.risk());
        Element root = parse(svg).getDocumentElement();

        assertEquals("http://www.w3.org/2000/svg", root.getNamespaceURI());
        assertEquals("0 0 640 400", root.getAttribute("viewBox"));
        assertTrue(svg.getBytes(StandardCharsets.UTF_8).length < 35_000, () -> svg.length() + " characters");
        assertFalse(svg.contains("NaN"), "a coordinate could not be computed");
    }

    @Test
    @Tag("validation")
    void namesAndTicksStayText() throws Exception {
        List<String> texts = texts(parse(renderer.render(Samples.risk())));

        assertTrue(texts.containsAll(List.of("time τ", "risk", "ODE", "SGD", "0.0", "1.0")), texts::toString);
    }

    @Test
    @Tag("regression")
    void theSameFigureGivesTheSameBytes() {
        String first = renderer.render(Samples.risk());
        renderer.render(Samples.empty());

        assertEquals(first, renderer.render(Samples.risk()));
        try (SvgRenderer another = new SvgRenderer()) {
            assertEquals(first, another.render(Samples.risk()));
        }
    }

    /** Pixels against the definition of a logarithmic axis: fixed ends, so y_px = bottom − height·log(v/min)/log(max/min). */
    @Test
    @Tag("validation")
    void pointsOnALogarithmicAxisLieAtTheirLogarithms() {
        double[] x = {0, 1, 2, 3, 4};
        double[] y = {1e-4, 1e-3, 1e-2, 1e-1, 1};
        Figure figure = new Figure(
                "log",
                "",
                "",
                Axis.linear("x"),
                Axis.log("y").from(1e-4).to(1),
                List.of(Series.Line.of("line", 0, x, y)));
        List<double[]> path = coordinates(renderer.render(figure), Colour.of(0));

        assertEquals(5, path.size());
        double step = (path.get(4)[1] - path.get(0)[1]) / 4;
        double stride = (path.get(4)[0] - path.get(0)[0]) / 4;
        for (int i = 0; i < 5; i++) {
            // Coordinates are written with one decimal, so two of them are off by at most 0.1 px together.
            assertEquals(path.get(0)[1] + i * step, path.get(i)[1], 0.1);
            assertEquals(path.get(0)[0] + i * stride, path.get(i)[0], 0.1);
        }
        assertTrue(step < 0, "larger values lie higher");
    }

    @Test
    @Tag("validation")
    void valuesThatCannotBeShownAreGaps() {
        double[] x = {0, 1, 2, 3, 4, 5, 6};
        double[] y = {1, 2, Double.NaN, 3, 0, -1, 4};
        Series line = Series.Line.of("line", 0, x, y);
        String linear =
                renderer.render(new Figure("linear", "", "", Axis.linear("x"), Axis.linear("y"), List.of(line)));
        String log = renderer.render(new Figure("log", "", "", Axis.linear("x"), Axis.log("y"), List.of(line)));

        assertEquals(6, coordinates(linear, Colour.of(0)).size());
        assertEquals(4, coordinates(log, Colour.of(0)).size());
        assertFalse((linear + log).contains("NaN"));
    }

    @Test
    @Tag("validation") // against the XML parser of the JDK, the count of cells and the size a journal takes
    void aMapOf169CellsIsASmallStandaloneDocument() throws Exception {
        List<String> texts = texts(parse(phases));

        assertEquals(13 * 13, rectangles(phases).size());
        // δ + μ < 3/2 with μ = i/4, δ = −1/2 + 5j/24 is j < 9.6 − 1.2i: 10 + 9 + 8 + 6 + 5 + 4 + 3 + 2 = 47 cells.
        assertEquals(
                169 - 47,
                rectangles(phases).stream()
                        .filter(r -> !r.group(5).equals("#e4e4e4"))
                        .count());
        assertTrue(texts.containsAll(List.of("exponent θ of the steps", "not learned", "optimum, square loss", "2.5")));
        assertTrue(phases.getBytes(StandardCharsets.UTF_8).length < 80_000, () -> phases.length() + " characters");
        assertFalse(phases.contains("NaN") || phases.contains("undefined"), "a coordinate could not be computed");
        assertEquals(phases, renderer.render(Samples.phases()));
    }

    /** Lines and cells share their axes: a line through the lowest centres runs through the middle of the lowest cells. */
    @Test
    @Tag("validation")
    void linesLieOverTheCellsAtTheirCoordinates() {
        double[] from = coordinates(phases, Colour.of(4)).get(0);
        double[] to = coordinates(phases, Colour.of(4)).get(1);
        MatchResult lowest = rectangles(phases).stream()
                .max(Comparator.comparingDouble(r -> number(r, 2) - 1e-3 * number(r, 1)))
                .orElseThrow();

        // Coordinates are written with one decimal, corners of cells rounded to two before: at most 0.15 px, and for
        // twelve
        // widths 12·(0.05 + 0.01) + 0.1 px.
        assertEquals(number(lowest, 1) + number(lowest, 3) / 2, from[0], 0.15);
        assertEquals(number(lowest, 2) + number(lowest, 4) / 2, from[1], 0.15);
        assertEquals(12 * number(lowest, 3), to[0] - from[0], 0.82);
    }

    /** Digits of 11 px are 8 px high and a line with its rim is 4 px wide: 6 px from middle to middle keep them apart. */
    @Test
    @Tag("validation")
    void textsOfCellsGiveWayToLines() {
        List<MatchResult> texts = Pattern.compile("font: 11px[^>]* y=\"([\\d.]+)\"")
                .matcher(phases)
                .results()
                .toList();

        assertTrue(texts.size() > 100, () -> texts.size() + " texts");
        for (Colour colour : List.of(Colour.of(0), Colour.of(4))) {
            double line = coordinates(phases, colour).get(0)[1];
            for (MatchResult text : texts) {
                assertTrue(Math.abs(number(text, 1) - line) >= 6, text.group());
            }
        }
    }

    @Test
    @Tag("regression")
    void mapsOfOneCellOfOneValueAndOfNothingRender() throws Exception {
        for (Series.Cells.Kind kind : Series.Cells.Kind.values()) {
            for (double value : new double[] {-1e300, Double.NaN}) {
                Axis axis = Double.isNaN(value) ? Axis.linear("x") : Axis.log("x");
                double[] one = {3};
                Series cells = new Series.Cells(
                        "c", one, one, new double[][] {{value}}, new String[][] {{"1"}}, new Series.Cells.Kind[][] {
                            {kind}
                        });
                String svg = renderer.render(new Figure("f", "", "", axis, axis, List.of(cells)));
                boolean drawn = kind == Series.Cells.Kind.UNLEARNED
                        || (kind == Series.Cells.Kind.VALUE && Double.isFinite(value));

                assertEquals(drawn ? 1 : 0, rectangles(svg).size());
                assertEquals(!drawn, texts(parse(svg)).contains("no finite values to draw"));
                assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
            }
        }
    }

    @Test
    @Tag("regression")
    void aFigureWithNothingToDrawSaysSo() throws Exception {
        assertTrue(texts(parse(renderer.render(Samples.empty()))).contains("no finite values to draw"));
    }

    @Test
    @Tag("regression")
    void markupInNamesStaysText() throws Exception {
        List<String> texts = texts(parse(renderer.render(Samples.hostile())));

        assertTrue(texts.contains(Samples.HOSTILE), texts::toString);
    }

    @Test
    @Tag("regression")
    void constantSingleAndExtremeDataRender() throws Exception {
        double[][] samples = {{3, 3, 3}, {0, 0, 0}, {1e-300, 1e-200, 1e300}, {-1e9, 1e9, 5}, {1, 1 + 1e-12, 1}};
        for (double[] y : samples) {
            for (Axis axis : List.of(Axis.linear("y"), Axis.log("y"))) {
                Figure figure = new Figure(
                        "f",
                        "",
                        "",
                        Axis.linear("x"),
                        axis,
                        List.of(Series.Points.of("p", Colour.BLUE, new double[] {1, 2, 3}, y)));
                String svg = renderer.render(figure);
                parse(svg);
                assertFalse(svg.contains("NaN") || svg.contains("Infinity"), () -> axis + ": " + svg);
            }
        }
    }

    @Test
    @Tag("regression")
    void aClosedRendererSaysWhatToDo() {
        SvgRenderer closed = new SvgRenderer();
        closed.close();
        var error = assertThrows(IllegalStateException.class, () -> closed.render(Samples.empty()));

        assertTrue(error.getMessage().contains("render before close()"), error.getMessage());
    }

    /** The cells: left, top, width, height and fill of the rectangles with a white edge. */
    private static List<MatchResult> rectangles(String svg) {
        String number = "(-?[\\d.]+)";
        return Pattern.compile("<path d=\"M" + number + " " + number + "l" + number + " 0l0 " + number
                        + "l[^\"]*Z\" fill=\"(#\\w+)\" stroke=\"#fff\"")
                .matcher(svg)
                .results()
                .toList();
    }

    private static double number(MatchResult match, int group) {
        return Double.parseDouble(match.group(group));
    }

    /** Vertices of the unfilled path of that colour in the plot. */
    private static List<double[]> coordinates(String svg, Colour colour) {
        Pattern paths = Pattern.compile("<g clip-path[^>]*>\\s*<path d=\"([^\"]*)\"[^>]* stroke=\"" + colour.hex());
        List<double[]> found = new ArrayList<>();
        for (MatchResult path : paths.matcher(svg).results().toList()) {
            for (String vertex : path.group(1).substring(1).split("[ML]", -1)) {
                String[] pair = vertex.split(" ", -1);
                found.add(new double[] {Double.parseDouble(pair[0]), Double.parseDouble(pair[1])});
            }
        }
        return found;
    }

    private static Document parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static List<String> texts(Document svg) {
        NodeList nodes = svg.getElementsByTagName("text");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }
}
