package org.sgdlimits.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.method.Trajectory.Instant;
import org.sgdlimits.method.Trajectory.Summary;

/** Validation: runs whose slope and scatter are known. */
@Tag("validation")
final class MeanSlopeTest {

    private static final double[] X = {0, 1, 2, 3};

    /** Runs e^{−t/2} times a multiplicative random walk of the given step, which leaves their mean as it is. */
    private static PathSample runs(int count, double step, Random random) {
        List<double[][]> paths = new ArrayList<>();
        double[] means = new double[X.length];
        for (int run = 0; run < count; run++) {
            double[][] path = new double[X.length][1];
            double walk = 0;
            for (int t = 0; t < X.length; t++) {
                path[t][0] = Math.exp(-0.5 * t + walk);
                means[t] += path[t][0] / count;
                walk += step * random.nextGaussian() - 0.5 * step * step;
            }
            paths.add(path);
        }
        Summary[][] values = new Summary[X.length][1];
        for (int t = 0; t < X.length; t++) {
            values[t][0] = Summary.exact(means[t]);
        }
        List<Instant> times =
                IntStream.range(0, X.length).mapToObj(t -> new Instant(t, t, t)).toList();
        return new PathSample(
                new Trajectory(
                        "sgd",
                        List.of("loss"),
                        times,
                        values,
                        count,
                        Outcome.completed(),
                        Map.of(),
                        List.of(),
                        Map.of()),
                paths);
    }

    private static MeanSlope slope(PathSample runs, double[] prefactor) {
        return MeanSlope.of(runs, "loss", new int[] {0, 1, 2, 3}, X, prefactor);
    }

    @Test
    void withoutScatterTheSlopeIsExactAndTakesThePrefactorIn() {
        PathSample runs = runs(3, 0, new Random(1));
        MeanSlope slope = slope(runs, new double[] {0, 2, 4, 6});
        assertEquals(1.5, slope.slope(), 1e-14);
        assertEquals(0, slope.standardError(), 1e-15);
    }

    /**
     * 400 samples of 50 runs: the slopes' own scatter, known to 1/√800 = 3.5 %, is the standard error stated, whose mean is known to
     * better than 1 %; 4.5 standard errors of it, 7·10⁻⁶.
     */
    @Test
    void theStandardErrorIsTheScatterOfTheSlope() {
        Random random = new Random(2);
        double sum = 0;
        double squares = 0;
        double stated = 0;
        int samples = 400;
        for (int i = 0; i < samples; i++) {
            MeanSlope slope = slope(runs(50, 0.2, random), new double[4]);
            double off = slope.slope() + 0.5;
            sum += off / samples;
            squares += off * off / samples;
            stated += slope.standardError() * slope.standardError() / samples;
        }
        assertEquals(1, Math.sqrt((squares - sum * sum) / stated), 4.5 * 0.036);
        assertEquals(0, sum, 4.5 * Math.sqrt(stated / samples));
    }
}
