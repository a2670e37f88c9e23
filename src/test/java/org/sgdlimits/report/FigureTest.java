package org.sgdlimits.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
