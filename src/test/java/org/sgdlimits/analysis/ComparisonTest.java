package org.sgdlimits.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.method.Method;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.RawSgd;
import org.sgdlimits.method.ReducedSgd;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Sde;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** What is held against what, and what a comparison says as a whole. */
@Tag("regression")
final class ComparisonTest {

    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(4).withReplicas(8).withThreads(1);

    private static final Problem<Network> PROBLEM = Problem.of(
                    Network.student(1, Activation.SQUARE).teacher(1, Activation.SQUARE))
            .rule(TrainingRule.projected(0.05))
            .dimension(50)
            .start(Start.overlap(0.2))
            .until(Horizon.steps(100));

    private static Comparison of(Method<?>... methods) {
        return Comparison.run(PROBLEM, SETTINGS, List.of(methods));
    }

    @Test
    void rawSgdIsTheReferenceWhereItWasRun() {
        Comparison comparison = of(new ReducedSgd(), new Ode(), new RawSgd());
        assertEquals(Optional.of("sgd"), comparison.reference());
        assertEquals(
                List.of("reduced", "ode"),
                comparison.verdicts().stream().map(Verdict::method).toList());
        assertEquals(
                List.of("reduced", "ode", "sgd"),
                comparison.timings().stream().map(Comparison.Timing::method).toList());
    }

    @Test
    void reducedSgdStandsInForIt() {
        Comparison comparison = of(new Ode(), new ReducedSgd());
        assertEquals(Optional.of("reduced"), comparison.reference());
        assertEquals(
                List.of("ode"),
                comparison.verdicts().stream().map(Verdict::method).toList());
        assertEquals(comparison.verdicts().get(0).sentence(), comparison.sentence());
    }

    @Test
    void withoutSgdThereIsNoVerdict() {
        Comparison comparison = of(new Ode(), new Sde());
        assertEquals(Optional.empty(), comparison.reference());
        assertEquals(List.of(), comparison.verdicts());
        assertEquals(Grade.AGREES, comparison.grade());
        assertEquals("No verdict: nothing was held against SGD.", comparison.sentence());
        assertEquals(
                "No verdict: nothing was held against SGD.", of(new RawSgd()).sentence());
    }

    @Test
    void aSingleRunOfSgdDecidesNothing() {
        Comparison comparison = Comparison.of(PROBLEM, SETTINGS.withReplicas(1), new Ode(), new RawSgd());
        assertEquals(Optional.of("sgd"), comparison.reference());
        assertEquals(List.of(), comparison.verdicts());
        assertEquals(
                "No verdict: a single run of SGD has no standard error; set run.replicas to 2 or more.",
                comparison.sentence());
    }

    @Test
    void methodsThatAllAgreeAreSummedUp() {
        Comparison comparison = of(new ReducedSgd(), new Sde(), new RawSgd());
        assertEquals(Grade.AGREES, comparison.grade(), comparison.sentence());
        Verdict worst = comparison.verdicts().stream()
                .max(Comparator.comparingDouble(v -> v.worst().standardErrors()))
                .orElseThrow();
        // times 0, 25, 50, 75, 100 steps; risk, excess risk, distance, M, |M|, Q; two methods
        int looks = 2 * 5 * comparison.trajectories().get(0).observables().size();
        assertEquals(
                String.format(
                        Locale.ROOT,
                        "All 2 methods agree with SGD: the largest of %d gaps is %.1f standard errors, and %.1f would be"
                                + " significant.",
                        looks,
                        worst.worst().standardErrors(),
                        worst.significant()),
                comparison.sentence());
    }

    @Test
    void aMethodThatBlowsUpIsNamed() {
        Problem<Network> explosive = PROBLEM.rule(TrainingRule.plain(500));
        Comparison comparison = Comparison.of(explosive, SETTINGS, new Ode(), new ReducedSgd());
        assertFalse(comparison.isCompleted());
        assertTrue(comparison.sentence().startsWith("The ODE did not reach the horizon: "), comparison.sentence());
    }

    @Test
    void aMethodThatNeedsMoreThanTheModelGivesIsRefused() {
        Problem<Limit> own = Problem.<Limit>of(new Decay());
        assertEquals(
                "run.methods: the method \"sde\" needs a NoisyModel, which Decay is not; leave the method out, or let the"
                        + " model implement that interface",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Comparison.run(own, SETTINGS, List.of(new Ode(), new Sde())))
                        .getMessage());
    }

    /** Continuous methods are reported at the grid's times, step methods after whole steps. */
    @Test
    void everyMethodIsReportedAtItsOwnTimes() {
        Comparison comparison = Comparison.of(PROBLEM.until(Horizon.steps(10)), SETTINGS, new Ode(), new ReducedSgd());
        assertArrayEquals(
                new double[] {0, 2.5, 5, 7.5, 10},
                comparison.trajectories().get(0).times().stream()
                        .mapToDouble(Trajectory.Instant::step)
                        .toArray(),
                1e-14 * 10);
        assertTrue(comparison.trajectories().get(1).times().stream()
                .allMatch(instant -> instant.step() == Math.rint(instant.step())));
        assertEquals(
                5 * comparison.trajectories().get(0).observables().size(),
                comparison.verdicts().get(0).looks());
    }

    private record Decay() implements Limit {
        @Override
        public List<String> statistics() {
            return List.of("x");
        }

        @Override
        public void drift(double tau, double[] state, double[] out) {
            out[0] = -state[0];
        }
    }
}
