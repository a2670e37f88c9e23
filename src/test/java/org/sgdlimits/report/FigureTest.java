package org.sgdlimits.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.sgdlimits.report.Series.Cells.Kind.MISSING;
import static org.sgdlimits.report.Series.Cells.Kind.UNLEARNED;
import static org.sgdlimits.report.Series.Cells.Kind.VALUE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("regression")
final class FigureTest {

    @Test
    void aLogarithmicAxisDropsWhatItCannotShow() throws Exception {
        double[] x = {0, 1, 2, 3, 4};
        double[] y = {-1, 0, Double.NaN, Double.POSITIVE_INFINITY, 0.5};
        Figure figure =
                new Figure("f", "", "", Axis.linear("x"), Axis.log("y"), List.of(Series.Line.of("line", 0, x, y)));
        JsonNode series =
                new ObjectMapper().readTree(FigureJson.of(figure)).get("series").get(0);

        assertEquals("[null,null,null,null,0.5]", series.get("y").toString());
        assertEquals("[0.0,1.0,2.0,3.0,4.0]", series.get("x").toString());
    }

    @Test
    void referenceLinesThatCannotBeShownAreLeftOut() throws Exception {
        Figure figure = Samples.empty().with(ReferenceLine.horizontal(0, "floor"), ReferenceLine.vertical(0, "start"));
        JsonNode lines = new ObjectMapper().readTree(FigureJson.of(figure)).get("referenceLines");

        assertEquals(1, lines.size());
        assertEquals("start", lines.get(0).get("label").asText());
    }

    @Test
    void jsonIsSafeInsideAScriptElementAndReadsBack() throws Exception {
        String json = FigureJson.of(Samples.hostile());

        assertFalse(json.contains("<"));
        assertEquals(
                Samples.HOSTILE,
                new ObjectMapper().readTree(json).get("x").get("label").asText());
    }

    @Test
    void seriesDoNotShareTheirArrays() {
        double[] x = {1, 2};
        Series.Line line = Series.Line.of("line", 0, x, x);
        x[0] = 7;
        line.y()[1] = 7;

        assertArrayEquals(new double[] {1, 2}, line.x());
        assertArrayEquals(new double[] {1, 2}, line.y());
    }

    @Test
    void cellsCarryTheirColoursAndMissingOnesAreLeftOut() throws Exception {
        JsonNode cells = json(map(new double[] {1, 2, 4}, new double[] {3, 5}));

        assertEquals("[0.5,1.5,3.0,5.0]", cells.get("xEdges").toString());
        assertEquals("[2.0,4.0,6.0]", cells.get("yEdges").toString());
        assertEquals(
                "[{\"i\":0,\"j\":0,\"text\":\"a\",\"value\":10.0,\"fill\":\"#440154\",\"ink\":\"#fff\"},"
                        + "{\"i\":1,\"j\":0,\"text\":\"b\",\"value\":30.0,\"fill\":\"#fde725\",\"ink\":\"#000\"},"
                        + "{\"i\":0,\"j\":1,\"text\":\"d\"},"
                        + "{\"i\":2,\"j\":1,\"text\":\"f\",\"value\":20.0,\"fill\":\"#21918c\",\"ink\":\"#000\"}]",
                cells.get("cells").toString());
        assertEquals(10, cells.get("scale").get("min").asDouble());
        assertEquals(30, cells.get("scale").get("max").asDouble());
    }

    /** Centres 1, 10, 100 have edges at half decades: 10^(−1/2), 10^(1/2), … */
    @Test
    void edgesOfCellsAreMidwayOnALogarithmicAxis() {
        double[] edges = Axis.log("x").edges(new double[] {1, 10, 100});

        for (int i = 0; i < 4; i++) {
            // A few roundings in exponents up to 6: relative error below 100 of 2⁻⁵³.
            assertEquals(Math.pow(10, i - 0.5), edges[i], 1e-14 * edges[i]);
        }
        assertArrayEquals(new double[] {6.5, 7.5}, Axis.linear("x").edges(new double[] {7}));
    }

    @Test
    void cellsDoNotShareTheirRows() {
        double[][] values = {{1, 2}};
        Series.Cells cells = new Series.Cells(
                "c", values[0], new double[] {1}, values, new String[][] {{"", ""}}, new Series.Cells.Kind[][] {
                    {VALUE, VALUE}
                });
        values[0][0] = 7;
        cells.values()[0][1] = 7;
        cells.texts()[0][1] = "changed";

        assertArrayEquals(new double[] {1, 2}, cells.values()[0]);
        assertEquals("", cells.texts()[0][1]);
    }

    @Test
    void labelsOfPointsAreOneForEachOrNone() throws Exception {
        Series.Points points = Series.Points.of("p", Colour.BLUE, new double[] {1, 2}, new double[] {1, 2});

        assertEquals(
                "[\"best\",\"\"]",
                json(points.labelled("best", "")).get("labels").toString());
        assertFalse(json(points).has("labels"));
        assertMessage(
                "series \"p\": labels: expected 2, one for each x, or none, got 1", () -> points.labelled("best"));
    }

    @Test
    void errorsOfCellsNameTheValueAndWhatWasExpected() {
        double[] two = {1, 2};
        double[] three = {1, 2, 3};
        assertMessage(
                "series \"θ\": x: expected finite centres, each above the one before, got 1.0 at index 1",
                () -> map(new double[] {1, 1, 2}, two));
        assertMessage("series \"θ\": y: expected one centre or more, got none", () -> map(three, new double[0]));
        assertMessage("series \"θ\": values: expected 3 rows, one for each y, got 2", () -> map(three, three));
        assertMessage("series \"θ\": values[0]: expected 2 entries, one for each x, got 3", () -> map(two, two));
        Series cells = map(three, two);
        assertMessage(
                "figure \"f\": expected one grid of cells at most, got 2; give each a figure of its own",
                () -> new Figure("f", "", "", Axis.linear("x"), Axis.linear("y"), List.of(cells, cells)));
        Series fromZero = map(new double[] {0, 1, 2}, two);
        assertMessage(
                "figure \"f\": expected centres of cells > 0 on a logarithmic axis, got the first at (0.0, 1.0);"
                        + " use a linear axis",
                () -> new Figure("f", "", "", Axis.log("x"), Axis.linear("y"), List.of(fromZero)));
    }

    /** Three columns and two rows of every kind; the cell with the text e has no value. */
    private static Series.Cells map(double[] x, double[] y) {
        return new Series.Cells(
                "θ",
                x,
                y,
                new double[][] {{10, 30, 1e9}, {-1e9, Double.NaN, 20}},
                new String[][] {{"a", "b", "c"}, {"d", "e", "f"}},
                new Series.Cells.Kind[][] {{VALUE, VALUE, MISSING}, {UNLEARNED, VALUE, VALUE}});
    }

    private static JsonNode json(Series series) throws Exception {
        Figure figure = new Figure("f", "", "", Axis.linear("x"), Axis.linear("y"), List.of(series));
        return new ObjectMapper().readTree(FigureJson.of(figure)).get("series").get(0);
    }

    @Test
    void seventeenSeriesDifferInColourOrStroke() {
        List<String> looks = IntStream.range(0, 17)
                .mapToObj(i -> Colour.of(i) + " " + Stroke.of(i))
                .toList();

        assertEquals(looks.stream().distinct().toList(), looks);
    }

    @Test
    void errorsNameTheValueAndWhatWasExpected() {
        double[] two = {1, 2};
        assertMessage(
                "series \"SDE\": y: expected 2 values, one for each x, got 1",
                () -> Series.Line.of("SDE", 0, two, new double[1]));
        assertMessage("series name: expected a text for the legend, got \" \"", () -> Series.Line.of(" ", 0, two, two));
        assertMessage(
                "axis \"y\": min: expected a number below max = 1.0, got 2.0",
                () -> Axis.linear("y").to(1).from(2));
        assertMessage(
                "axis min: expected a finite number > 0 (the axis is logarithmic), or NaN to fit the data, got 0.0",
                () -> Axis.log("y").from(0));
        assertMessage(
                "figure id: expected a letter, then letters, digits, - and _, got \"a b\"",
                () -> new Figure("a b", "", "", Axis.linear("x"), Axis.linear("y"), List.of()));
    }

    private static void assertMessage(String expected, Runnable bad) {
        var error = assertThrows(IllegalArgumentException.class, bad::run);
        assertEquals(expected, error.getMessage());
    }
}
