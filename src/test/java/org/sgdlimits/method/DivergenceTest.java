package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.GradientObjective;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Limit;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.ObjectiveModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** A run that fails returns what it had, with the time, the entry and a hint. */
@Tag("regression")
final class DivergenceTest {

    private static final RunSettings SETTINGS =
            RunSettings.defaults().withPoints(200).withReplicas(3).withThreads(2);

    private static void holdPartial(Trajectory trajectory, Outcome.Kind kind, String entry) {
        assertEquals(kind, trajectory.outcome().kind(), trajectory.outcome().message());
        assertTrue(
                trajectory.outcome().message().contains(entry),
                trajectory.outcome().message());
        assertTrue(
                trajectory.outcome().message().contains("tau = "),
                trajectory.outcome().message());
        assertTrue(!trajectory.times().isEmpty() && trajectory.times().size() < 201);
        assertEquals(trajectory.times().size(), trajectory.values().length);
        assertEquals(0, trajectory.times().get(0).tau(), 0);
        for (Trajectory.Summary[] row : trajectory.values()) {
            for (Trajectory.Summary summary : row) {
                assertTrue(Double.isFinite(summary.mean()));
            }
        }
    }

    /** Plain phase retrieval at γ = 3 ≫ 1/6: Q blows up within a few units of time, for every method. */
    @Test
    void everyMethodReturnsTheTrajectoryUpToTheBlowUp() {
        Problem<Network> problem = Problem.of(
                        Network.student(1, Activation.SQUARE).teacher(1, Activation.SQUARE))
                .rule(TrainingRule.plain(3))
                .dimension(50)
                .start(Start.overlap(0.2))
                .until(Horizon.tau(50));
        for (Method<? super Network> method :
                List.<Method<? super Network>>of(new RawSgd(), new ReducedSgd(), new MeanMap(), new Sde(0.002))) {
            holdPartial(method.solve(problem, SETTINGS), Outcome.Kind.DIVERGED, "1,1] reached");
        }
        Trajectory ode = new Ode().solve(problem, SETTINGS);
        assertTrue(!ode.outcome().isCompleted());
        holdPartial(ode, ode.outcome().kind(), "Q[1,1]");
    }

    /** The cube and ninth power square to more than the largest number within two steps. */
    @Test
    void overflowOfTheErrorSignalIsAnOutcomeToo() {
        Activation steep = Activation.polynomial(0, 1, 0, 0, 0, 0, 0, 0, 0, 1e6);
        Problem<Network> problem = Problem.of(Network.student(1, steep).teacher(1, steep))
                .rule(TrainingRule.plain(100).withBatch(4))
                .dimension(10)
                .start(Start.overlap(0.2))
                .until(Horizon.steps(200));
        holdPartial(new RawSgd().solve(problem, SETTINGS), Outcome.Kind.DIVERGED, "reached");
        holdPartial(new ReducedSgd().solve(problem, SETTINGS), Outcome.Kind.DIVERGED, "reached");
    }

    /** e = 10¹³ where λ* is large; the sphere keeps the overlaps finite. */
    private static final class Spike implements GradientObjective {
        @Override
        public double loss(double[] fields, double noise, double[] parameters) {
            return -fields[0] * size(fields[1]);
        }

        @Override
        public void gradient(
                double[] fields,
                double noise,
                double[] parameters,
                double[] studentGradient,
                double[] parameterGradient) {
            studentGradient[0] = -size(fields[1]);
        }

        private static double size(double teacher) {
            return teacher > 2 ? 1e13 : 0.1;
        }
    }

    @Test
    void anUnsoundErrorSignalBesideSoundOverlapsIsNamed() {
        Problem<ObjectiveModel> problem = Problem.of(ObjectiveModel.of("spike", 1, 1, new double[0], new Spike()))
                .rule(TrainingRule.projected(1))
                .dimension(50)
                .start(Start.overlap(0.2))
                .until(Horizon.steps(2000));
        for (Method<? super ObjectiveModel> method :
                List.<Method<? super ObjectiveModel>>of(new RawSgd(), new ReducedSgd())) {
            holdPartial(
                    method.solve(problem, SETTINGS), Outcome.Kind.DIVERGED, "an error signal reached 1.0E13 at tau = ");
        }
    }

    /** ds/dτ = s² from 1 blows up at τ = 1. */
    private record Square() implements Limit {
        @Override
        public List<String> statistics() {
            return List.of("s");
        }

        @Override
        public void drift(double tau, double[] state, double[] out) {
            out[0] = state[0] * state[0];
        }
    }

    @Test
    void blowUpInFiniteTimeEndsTheOdeThere() {
        Problem<Square> problem = Problem.of(new Square()).start(Start.state(1)).until(Horizon.tau(2.01));
        Trajectory ode = new Ode().solve(problem, SETTINGS);
        holdPartial(ode, ode.outcome().kind(), "s");
        double last = ode.times().get(ode.times().size() - 1).tau();
        assertEquals(0.995, last, 1e-12, "the last save before the blow-up, after 995 steps at d = 1000");
        // s = 1/(1 − τ), whose relative error grows like s: 200 × 1e-10 × 200, over a few steps
        assertEquals(200, ode.last("s").mean(), 4e-5);
    }

    /** From τ = ½ the drift jumps across the solution itself, where no step is small enough for the tolerance. */
    private record Rough() implements Limit {
        @Override
        public List<String> statistics() {
            return List.of("s");
        }

        @Override
        public void drift(double tau, double[] state, double[] out) {
            out[0] = tau < 0.5 ? 1 : -1e3 * Math.signum(state[0] - 0.5);
        }
    }

    @Test
    void aStepThatCollapsesIsAnOutcome() {
        Problem<Rough> problem = Problem.of(new Rough()).start(Start.state(0)).until(Horizon.tau(1));
        Trajectory ode = new Ode().solve(problem, SETTINGS.withOdeTolerance(1e-14));
        holdPartial(ode, Outcome.Kind.STEP_COLLAPSED, "s = 0.49999");
    }

    @Test
    void theWorkLimitIsAnOutcome() {
        Problem<Square> problem =
                Problem.of(new Square()).start(Start.state(0.1)).until(Horizon.tau(5));
        double[] times = {0, 1, 2, 3, 4, 5};
        List<Double> saved = new ArrayList<>();
        AdaptiveIntegration integration = new AdaptiveIntegration(
                Replicas.of(problem, RunSettings.defaults()).stages(0), 1e-10, 40);
        Outcome outcome = integration.run(times, (tau, s) -> saved.add(tau));
        assertEquals(Outcome.Kind.WORK_LIMIT, outcome.kind());
        assertTrue(outcome.message().startsWith("the drift was evaluated 40 times and tau = "), outcome.message());
        assertTrue(!saved.isEmpty() && saved.size() < times.length);
    }
}
