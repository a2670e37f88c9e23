package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.NoisyLimit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** First passages of runs that go step by step, and what all methods share. */
final class PassageTest {

    private static final Problem<Network> PHASE = Problem.of(Network.student(1, Activation.SQUARE)
                    .teacher(1, Activation.SQUARE)
                    .labelNoise(0.5))
            .rule(TrainingRule.projected(0.08))
            .dimension(60)
            .start(Start.overlap(0.4))
            .until(Horizon.steps(900));
    private static final Problem<Network> COMMITTEE = Problem.of(Network.student(3, Activation.ERF)
                    .teacher(1, Activation.ERF)
                    .labelNoise(0.1))
            .rule(TrainingRule.plain(1))
            .dimension(60)
            .start(Start.random(1))
            .until(Horizon.steps(600));
    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(10).withReplicas(40).withThreads(1);
    private static final List<Method<? super Network>> METHODS =
            List.of(new RawSgd(), new ReducedSgd(), new MeanMap(), new Ode(), new Sde(0.05));
    private static final List<Method<? super Network>> SGD = List.of(new RawSgd(), new ReducedSgd());

    /**
     * The first saved step at which the distance is not positive must be the exit; the observable is formed here from
     * the overlaps saved. Paths round at 1e-14 beside the runs that carry their overlaps, which never decides at these
     * seeds.
     */
    private static void holdFirstSteps(
            Problem<Network> problem, Threshold threshold, ToDoubleBiFunction<List<String>, double[]> distance) {
        int steps = (int) problem.horizon().value(problem.dimension());
        RunSettings settings = SETTINGS.withPoints(steps).withReplicas(20);
        List<String> names = Replicas.of(problem, RunSettings.defaults()).observables();
        for (Method<? super Network> method : SGD) {
            List<Passage> runs = method.passages(problem, settings, threshold).runs();
            assertEquals(20, runs.size());
            int[] exits = {0};
            method.solve(problem, settings, (replica, path) -> {
                int first = 0;
                while (first <= steps && distance.applyAsDouble(names, path.observed()[first]) > 0) {
                    first++;
                }
                Passage run = runs.get(replica);
                String what = method.name() + " " + replica;
                assertEquals(first <= steps, run.exited(), what);
                assertEquals(Math.min(first, steps), run.at().step(), 0, what);
                exits[0] += run.exited() ? 1 : 0;
            });
            assertTrue(exits[0] > 0 && exits[0] < runs.size(), "both kinds occur: " + exits[0]);
        }
    }

    private static double overlap(List<String> names, double[] observed, int j) {
        return observed[names.indexOf("M[" + j + ",1]")];
    }

    @Test
    @Tag("validation")
    void theExitIsTheFirstStepBeyondTheLevel() {
        // the excess risk is 2(1 − m²) and starts from m = 0.4
        holdFirstSteps(PHASE.until(Horizon.steps(300)), Threshold.fall("excessRisk", 0.3), (names, observed) -> {
            double m = overlap(names, observed, 1);
            return 2 * (1 - m * m) - 0.7 * 2 * (1 - 0.16);
        });
        holdFirstSteps(COMMITTEE.until(Horizon.steps(300)), Threshold.above("|M|", 0.7), (names, observed) -> {
            double squares = 0;
            for (int j = 1; j <= 3; j++) {
                squares += Math.pow(overlap(names, observed, j), 2);
            }
            return 0.7 - Math.sqrt(squares);
        });
    }

    /** A seed of its own for every sample: methods share the random starts of one seed. */
    private static double[] steps(
            Method<? super Network> method, Problem<Network> problem, Threshold threshold, long seed) {
        Passages passages = method.passages(
                problem, SETTINGS.withReplicas(2000).withThreads(2).withSeed(seed), threshold);
        assertEquals(0, passages.count(Passage.Kind.FAILED));
        return passages.runs().stream().mapToDouble(run -> run.at().step()).toArray();
    }

    /**
     * Censored runs count as exits at the horizon for both. False alarm 1e-3 each; ties among whole steps make it
     * less. A rate that is a fifth lower is told apart.
     */
    private static void holdLawsTogether(Problem<Network> problem, Threshold threshold) {
        double[] raw = steps(new RawSgd(), problem, threshold, 1);
        double statistic = Runs.kolmogorovSmirnov(raw, steps(new ReducedSgd(), problem, threshold, 2));
        assertTrue(statistic < Runs.KOLMOGOROV_SMIRNOV_MILLE, threshold.describe() + ": " + statistic);
        Problem<Network> slower = problem.rule(problem.rule().scaled(0.8));
        double other = Runs.kolmogorovSmirnov(raw, steps(new ReducedSgd(), slower, threshold, 3));
        assertTrue(other > Runs.KOLMOGOROV_SMIRNOV_MILLE, "at a lower rate " + other);
    }

    @Test
    @Tag("validation")
    void rawAndReducedSgdHaveOneLawOfExitTimes() {
        holdLawsTogether(PHASE, Threshold.fall("excessRisk", 0.5));
        holdLawsTogether(COMMITTEE, Threshold.above("|M|", 0.7));
    }

    @Test
    @Tag("regression")
    void passagesDoNotDependOnTheNumberOfThreads() {
        Threshold threshold = Threshold.above("|M|", 0.5);
        Problem<Network> problem = PHASE.start(Start.random(1));
        RunSettings settings = SETTINGS.withReplicas(12);
        for (Method<? super Network> method : METHODS) {
            Passages one = method.passages(problem, settings, threshold);
            assertEquals(12, one.runs().size());
            assertEquals(one, method.passages(problem, settings.withThreads(2), threshold), method.name());
            assertNotEquals(one, method.passages(problem, settings.withSeed(2), threshold), method.name());
        }
    }

    private static void holdFailures(Passages passages, int fewest, int most) {
        int failed = passages.count(Passage.Kind.FAILED);
        assertTrue(failed >= fewest && failed <= most, passages.method() + ": " + failed + " failed");
        for (Passage run : passages.runs()) {
            assertEquals(run.kind() != Passage.Kind.FAILED, run.outcome().isCompleted());
            if (run.kind() == Passage.Kind.FAILED) {
                String message = run.outcome().message();
                assertTrue(message.contains("tau = "), message);
                assertTrue(run.at().tau() > 0, message);
            }
        }
    }

    /**
     * Plain phase retrieval a little beyond its critical rate of 1/6: whether Q blows up or shrinks first is chance.
     */
    @Test
    @Tag("regression")
    void aRunThatBlowsUpFailsAndTheOthersStay() {
        Problem<Network> problem = PHASE.rule(TrainingRule.plain(0.2)).until(Horizon.tau(20));
        Threshold threshold = Threshold.below("Q[1,1]", 0.9);
        for (Method<? super Network> method : SGD) {
            Passages passages = method.passages(problem, SETTINGS, threshold);
            holdFailures(passages, 1, SETTINGS.replicas() - 1);
            for (Passage run : passages.runs()) {
                String message = run.outcome().message();
                assertTrue(
                        run.exited()
                                || message.matches(
                                        ".* reached .* at tau = " + run.at().tau() + ";.*"),
                        message);
            }
            assertEquals(
                    passages.runs().subList(0, 5),
                    method.passages(problem, SETTINGS.withReplicas(5), threshold)
                            .runs());
        }
    }

    /** ds = s² dτ + dB from 1 falls by half or blows up by chance. */
    private record Square() implements NoisyLimit {
        @Override
        public List<String> statistics() {
            return List.of("s");
        }

        @Override
        public void drift(double tau, double[] state, double[] out) {
            out[0] = state[0] * state[0];
        }

        @Override
        public void covariance(double tau, double[] state, double[][] out) {
            out[0][0] = 1000;
        }
    }

    @Test
    @Tag("regression")
    void continuousAndMeanRunsThatBlowUpFailToo() {
        Problem<Square> problem = Problem.of(new Square()).start(Start.state(1)).until(Horizon.tau(5));
        Threshold threshold = Threshold.fall("s", 0.5);
        holdFailures(new Sde(0.01).passages(problem, SETTINGS, threshold), 1, SETTINGS.replicas() - 1);
        Passages ode = new Ode().passages(problem, SETTINGS, threshold);
        holdFailures(ode, 1, 1);
        // s = 1/(1 − τ) leaves every bound at τ = 1, at 10¹² just where the clock is resolved no further
        assertEquals(1, ode.runs().get(0).at().tau(), 1e-9);
        Problem<Network> steep = PHASE.rule(TrainingRule.plain(3)).until(Horizon.tau(50));
        holdFailures(new MeanMap().passages(steep, SETTINGS, Threshold.below("Q[1,1]", 0.5)), 1, 1);
    }

    private static void holdMessage(Problem<Network> problem, Threshold threshold, String expected) {
        for (Method<? super Network> method : METHODS) {
            for (int threads : new int[] {1, 2}) {
                String message = assertThrows(
                                IllegalArgumentException.class,
                                () -> method.passages(problem, SETTINGS.withThreads(threads), threshold))
                        .getMessage();
                assertEquals(expected, message, method.name());
            }
        }
    }

    @Test
    @Tag("regression")
    void anUnknownObservableIsAnErrorThatNamesTheObservables() {
        holdMessage(
                PHASE,
                Threshold.above("M", 0.5),
                "exit.observable: expected one of risk, excessRisk, distance, |M|, M[1,1], Q[1,1], got \"M\"");
    }

    @Test
    @Tag("regression")
    void aFallFromZeroIsAnErrorThatNamesTheFraction() {
        holdMessage(
                PHASE.start(Start.overlap(0)),
                Threshold.fall("M[1,1]", 0.5),
                "exit.fraction: expected an observable that starts above 0, got M[1,1] = 0.0 at the start;"
                        + " give a level with exit.above or exit.below");
    }

    @Test
    @Tag("regression")
    void aLevelThatIsMetAtTheStartIsPassedAtTimeZero() {
        for (Method<? super Network> method : METHODS) {
            for (Passage run : method.passages(PHASE, SETTINGS, Threshold.above("M[1,1]", 0.3))
                    .runs()) {
                assertTrue(run.exited());
                assertEquals(0, run.at().tau(), 0);
            }
        }
    }

    /**
     * The mean overlap of a linear network obeys 1 − m ← (1 − γ/d)(1 − m), exactly, and the ODE's is 1 − m = (1 −
     * m₀)e^{−γτ}. With L = log((1 − m₀)/(1 − a)) the map meets a after ⌈L/(−log(1 − γ/d))⌉ steps: between L/(2d)
     * before and 1/d after the ODE, up to (L + 1)γ/d², which (L + 1)/d exceeds.
     */
    @Test
    @Tag("validation")
    void theMeanMapMeetsALevelWithinAStepOrSoOfTheOde() {
        double rate = 0.7;
        double way = Math.log(1 / (1 - 0.9));
        for (TrainingRule rule : List.of(TrainingRule.plain(rate), TrainingRule.population(rate))) {
            for (int d : new int[] {10, 100, 1000, 10_000}) {
                Problem<Network> problem = Problem.of(
                                Network.student(1, Activation.LINEAR).teacher(1, Activation.LINEAR))
                        .rule(rule)
                        .dimension(d)
                        .start(Start.overlap(0))
                        .until(Horizon.tau(10));
                Threshold threshold = Threshold.above("M[1,1]", 0.9);
                Passage map = new MeanMap()
                        .passages(problem, SETTINGS, threshold)
                        .runs()
                        .get(0);
                Passage ode =
                        new Ode().passages(problem, SETTINGS, threshold).runs().get(0);
                assertEquals(Math.ceil(way / -Math.log1p(-rate / d)), map.at().step(), 0, "d = " + d);
                assertEquals(way / rate, ode.at().tau(), 1e-9);
                assertEquals(ode.at().tau(), map.at().tau(), (way + 1) / d, "d = " + d);
            }
        }
    }
}
