package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

@Tag("validation")
final class MeanMapTest {

    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(60).withThreads(1);
    private static final int DIMENSION = 20;
    private static final double RATE = 0.4;

    private static Trajectory map(TrainingRule rule) {
        return new MeanMap()
                .solve(
                        Problem.of(Network.student(1, Activation.SQUARE)
                                        .teacher(1, Activation.SQUARE)
                                        .labelNoise(0.5))
                                .rule(rule)
                                .dimension(DIMENSION)
                                .start(Start.overlap(0.2))
                                .until(Horizon.steps(60)),
                        SETTINGS);
    }

    /**
     * e = 2λ(λ*² − λ²) has E[e z] = (2P − 6Q)u + 4M u* by Stein's lemma, so u = (α, β) in the plane of u* and the start moves to
     * ((1 + η(2 − 6Q))α + 4ηα, (1 + η(2 − 6Q))β); the recursion contracts to u*, and some sixty steps round at 1e-16 each.
     */
    @Test
    void populationMapIsGradientDescentOnThePopulationRisk() {
        Trajectory map = map(TrainingRule.population(RATE));
        double eta = RATE / DIMENSION;
        double along = 0.2;
        double across = Math.sqrt(1 - 0.04);
        for (int step = 0; step <= 60; step++) {
            double q = along * along + across * across;
            assertEquals(along, map.values()[step][map.indexOf("M[1,1]")].mean(), 1e-13);
            assertEquals(q, map.values()[step][map.indexOf("Q[1,1]")].mean(), 1e-13);
            double keep = 1 + eta * (2 - 6 * q);
            along = keep * along + 4 * eta * along;
            across = keep * across;
        }
    }

    /** What a batch of 10¹² adds is γ²/(d n_b) E[e²] = 1e-13 a step, over sixty steps. */
    @Test
    void aHugeBatchIsThePopulation() {
        Trajectory population = map(TrainingRule.population(RATE));
        Trajectory batch = map(TrainingRule.plain(RATE).withBatch(1_000_000_000_000L));
        for (int step = 0; step <= 60; step++) {
            assertEquals(
                    population.values()[step][population.indexOf("Q[1,1]")].mean(),
                    batch.values()[step][batch.indexOf("Q[1,1]")].mean(),
                    1e-11);
        }
    }

    /** e is linear, so the mean of a step is linear in (M, Q) and the map is the mean of SGD: within 4 standard errors, 6e-5. */
    @Test
    void mapOfALinearNetworkIsTheMeanOfSgd() {
        Problem<Network> problem = Problem.of(Network.student(1, Activation.LINEAR)
                        .teacher(1, Activation.LINEAR)
                        .labelNoise(0.5))
                .rule(TrainingRule.plain(0.8).withBatch(2))
                .dimension(5)
                .start(Start.overlap(0.2))
                .until(Horizon.steps(10));
        Trajectory map = new MeanMap().solve(problem, SETTINGS.withPoints(5));
        Trajectory sgd = new ReducedSgd().solve(problem, SETTINGS.withPoints(5).withReplicas(20_000));
        for (int t = 1; t < map.times().size(); t++) {
            for (String observable : new String[] {"M[1,1]", "Q[1,1]", "risk"}) {
                Trajectory.Summary sampled = sgd.values()[t][sgd.indexOf(observable)];
                assertEquals(
                        sampled.mean(),
                        map.values()[t][map.indexOf(observable)].mean(),
                        4 * sampled.standardError(),
                        observable);
            }
        }
    }
}
