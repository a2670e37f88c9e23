package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.law.StepLaw;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.ObjectiveModel;
import org.sgdlimits.model.Objectives;
import org.sgdlimits.model.Objectives.Labels;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/**
 * Steps of SGD allocate nothing, by the JVM's own count of a thread's bytes. The first rounds may, because the error
 * function's temporaries leave the heap only once the compiler is done.
 */
@Tag("regression")
final class AllocationTest {

    private static final int STEPS = 100_000;
    private static final int ROUNDS = 10;

    private static void holdAllocationFree(String what, Runnable round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long fewest = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ROUNDS && fewest >= STEPS; attempt++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            round.run();
            fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
        }
        // less than a byte a step leaves room for the counter's own report, for one change of rank, and for overlaps
        // that are
        // computed from the vectors again every few thousand steps
        assertTrue(fewest < STEPS, what + ": " + fewest + " bytes in " + STEPS + " steps");
    }

    private static void holdStepsAllocationFree(String what, StepRun run) {
        holdAllocationFree(what, () -> {
            for (int i = 0; i < STEPS; i++) {
                run.step(i);
            }
        });
    }

    private static Problem<Network> problem(TrainingRule rule) {
        return new Problem<>(
                Network.student(2, Activation.ERF)
                        .teacher(2, Activation.ERF)
                        .labelNoise(0.1)
                        .trainSecondLayer()
                        .covariance(Covariance.eigenvalues(new double[] {2, 0.5}, new long[] {3, 17})),
                rule,
                20,
                Start.random(1),
                Horizon.tau(1));
    }

    private static RawStep raw(Problem<? extends FieldModel> problem, boolean carriesOverlaps) {
        return new RawStep(
                problem,
                StepLaw.of(problem).layout(),
                Runs.vectors(problem, 1, 0),
                RandomStreams.of(1, Purpose.RAW_SGD, 0),
                carriesOverlaps);
    }

    private static ReducedStep reduced(Problem<? extends FieldModel> problem) {
        return new ReducedStep(
                problem,
                StepLaw.of(problem).layout(),
                StartDraw.gram(problem, 1, 0),
                RandomStreams.of(1, Purpose.REDUCED_SGD, 0));
    }

    @Test
    void stepsOfSgdAllocateNothing() {
        for (long batch : new long[] {1, 4}) {
            for (TrainingRule rule : new TrainingRule[] {TrainingRule.plain(0.1), TrainingRule.spherical(0.1)}) {
                Problem<Network> problem = problem(rule.withBatch(batch));
                holdStepsAllocationFree("raw", raw(problem, false));
                holdStepsAllocationFree("reduced", reduced(problem));
            }
        }
    }

    @Test
    void stepsOnObjectivesAllocateNothing() {
        for (ObjectiveModel model : new ObjectiveModel[] {
            Objectives.leastSquares(2, 0.1), Objectives.softmax(3, Labels.SAMPLED), Objectives.huber(0.5, 0.1)
        }) {
            Problem<ObjectiveModel> problem =
                    new Problem<>(model, TrainingRule.plain(0.1), 20, Start.random(1), Horizon.tau(1));
            holdStepsAllocationFree("raw " + model.describe(), raw(problem, false));
            holdStepsAllocationFree("reduced " + model.describe(), reduced(problem));
        }
    }

    @Test
    void stepsWithACentralLimitBatchAllocateNothing() {
        Activation square = Activation.hermite(0, 0, 1);
        Problem<Network> problem = new Problem<>(
                Network.student(1, square).teacher(1, square).labelNoise(0.1),
                TrainingRule.projected(0.1).withBatch(1_000_000),
                20,
                Start.random(1),
                Horizon.tau(1));
        holdStepsAllocationFree(
                "central-limit batch",
                new ReducedStep(
                        problem,
                        StepLaw.of(problem).layout(),
                        StartDraw.gram(problem, 1, 0),
                        RandomStreams.of(1, Purpose.CENTRAL_LIMIT, 0),
                        1));
    }

    @Test
    void stepsThatCarryTheirOverlapsAllocateNothing() {
        for (TrainingRule rule : new TrainingRule[] {TrainingRule.plain(0.1), TrainingRule.spherical(0.1)}) {
            holdStepsAllocationFree("raw", raw(problem(rule), true));
        }
    }

    /** Neither to look at the state after every step, nor to find the risk or the norm of the overlaps in it. */
    @Test
    void waitingForAnExitAllocatesNothing() {
        Problem<Network> problem = problem(TrainingRule.spherical(0.1));
        Stages<?> stages = Stages.one(StepLaw.of(problem).dynamics(StartDraw.gram(problem, 1, 0)), problem.rule());
        Clock clock = Clock.of(problem);
        for (StepRun run : new StepRun[] {raw(problem, true), reduced(problem)}) {
            for (Threshold never : new Threshold[] {Threshold.below("risk", 0), Threshold.above("|M|", 1e3)}) {
                holdAllocationFree(never.describe(), () -> {
                    Passage passage = StepLoop.passage(run, stages, clock, STEPS, never);
                    assertEquals(Passage.Kind.CENSORED, passage.kind());
                });
            }
        }
    }
}
