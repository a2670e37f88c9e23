package org.sgdlimits.experiment;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.sgdlimits.analysis.SweepAxis;
import org.sgdlimits.analysis.SweepPlan;

/**
 * A grid of experiments and what is to be read off their exits.
 *
 * @param plan what is varied and asked for
 * @param points one experiment a point of the plan, in its order
 */
public record Sweep(SweepPlan plan, List<Experiment> points) {

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    public Sweep {
        points = List.copyOf(points);
    }

    /** Gives each point the seed of its own. */
    static Sweep of(SweepPlan plan, List<Experiment> stated) {
        return new Sweep(
                plan,
                IntStream.range(0, stated.size())
                        .mapToObj(i -> stated.get(i)
                                .withSeed(seed(stated.get(i).settings().seed(), plan, i)))
                        .toList());
    }

    /**
     * The seed of a point: that of the file mixed (FNV-1a) with the point's keys and values, so that points are independent, and
     * stay what they are when the grid grows. Levels of the threshold leave the seed alone: the runs that pass one are those that
     * pass another.
     */
    static long seed(long seed, SweepPlan plan, int point) {
        List<String> labels = plan.labels(point);
        long hash = FNV_BASIS ^ seed;
        for (int a = 0; a < labels.size(); a++) {
            String key = plan.axes().get(a).key();
            if (!key.equals(SweepAxis.LEVEL)) {
                for (byte each : (key + "=" + labels.get(a) + ";").getBytes(StandardCharsets.UTF_8)) {
                    hash = (hash ^ each) * FNV_PRIME;
                }
            }
        }
        return hash;
    }

    Sweep withThreads(int threads) {
        return new Sweep(
                plan, points.stream().map(point -> point.withThreads(threads)).toList());
    }
}
