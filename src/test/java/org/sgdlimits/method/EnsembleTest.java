package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

final class EnsembleTest {

    private static final Problem<Network> PROBLEM = Problem.of(Network.student(1, Activation.SQUARE)
                    .teacher(1, Activation.SQUARE)
                    .labelNoise(0.5))
            .rule(TrainingRule.projected(0.05))
            .dimension(30)
            .start(Start.overlap(0.2))
            .until(Horizon.tau(2));
    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(5).withReplicas(40).withThreads(1);

    /** 2⁻⁶⁴ a pair is the chance of a repeated number among independent streams; 4,500 numbers make 10⁷ pairs. */
    @Test
    @Tag("validation")
    void streamsOfDifferentKeysShareNoNumbers() {
        Set<Long> seen = new HashSet<>();
        int drawn = 0;
        for (long seed : new long[] {0, 1, -1}) {
            for (Purpose purpose : Purpose.values()) {
                for (long replica = 0; replica < 30; replica++) {
                    var random = RandomStreams.of(seed, purpose, replica);
                    for (int i = 0; i < 10; i++) {
                        seen.add(random.nextLong());
                        drawn++;
                    }
                }
            }
        }
        assertEquals(drawn, seen.size());
    }

    @Test
    @Tag("regression")
    void equalKeysGiveEqualStreams() {
        var left = RandomStreams.of(5, Purpose.SDE, 3);
        var right = RandomStreams.of(5, Purpose.SDE, 3);
        for (int i = 0; i < 100; i++) {
            assertEquals(left.nextLong(), right.nextLong());
        }
    }

    @Test
    @Tag("regression")
    void resultsDoNotDependOnTheNumberOfThreads() {
        for (Method<? super Network> method :
                List.<Method<? super Network>>of(new RawSgd(), new ReducedSgd(), new Sde(0.05))) {
            Trajectory one = method.solve(PROBLEM, SETTINGS);
            for (int threads : new int[] {2, 3}) {
                Trajectory other = method.solve(PROBLEM, SETTINGS.withThreads(threads));
                assertEquals(one.times(), other.times());
                for (int t = 0; t < one.values().length; t++) {
                    assertArrayEquals(one.values()[t], other.values()[t], method.name() + " on " + threads);
                }
                assertEquals(one.counts(), other.counts());
            }
            assertNotEquals(
                    one.last("M[1,1]"),
                    method.solve(PROBLEM, SETTINGS.withSeed(2)).last("M[1,1]"));
        }
    }

    /** Quantiles at rank ⌈q n⌉ or its neighbours; Welford's recursion rounds like the two-pass formula. */
    @Test
    @Tag("validation")
    void statisticsEqualTheirDefinitions() {
        List<Double> collected = new ArrayList<>();
        Trajectory trajectory = new ReducedSgd().solve(PROBLEM, SETTINGS.withThreads(2), (replica, path) -> {
            assertEquals(collected.size(), replica);
            collected.add(path.last()[path.last().length - 2]);
        });
        String observable =
                trajectory.observables().get(trajectory.observables().size() - 2);
        double[] values =
                collected.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / 39);
        Trajectory.Summary summary = trajectory.last(observable);
        assertEquals(mean, summary.mean(), 1e-15);
        assertEquals(deviation, summary.standardDeviation(), 1e-15);
        assertEquals(deviation / Math.sqrt(40), summary.standardError(), 1e-15);
        assertTrue(summary.q05() >= values[0] && summary.q05() <= values[3]);
        assertTrue(summary.q50() >= values[18] && summary.q50() <= values[21]);
        assertTrue(summary.q95() >= values[36] && summary.q95() <= values[39]);
        assertEquals(40, trajectory.replicas());
        assertEquals(60 * 40L, trajectory.counts().get("steps"));
    }
}
