package org.sgdlimits.method;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/**
 * Steps of SGD allocate nothing, by the JVM's own count of a thread's bytes. The first rounds may, because the error function's
 * temporaries leave the heap only once the compiler is done.
 */
@Tag("regression")
final class AllocationTest {

    private static final int STEPS = 100_000;
    private static final int ROUNDS = 10;

    private static void holdAllocationFree(String what, LongConsumer step) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && fewest >= STEPS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < STEPS; i++) {
                step.accept(i);
            }
            fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
        }
        // less than a byte a step leaves room for the counter's own report and for one change of rank
        assertTrue(fewest < STEPS, what + ": " + fewest + " bytes in " + STEPS + " steps");
    }

    @Test
    void stepsOfSgdAllocateNothing() {
        Covariance covariance = Covariance.eigenvalues(new double[] {2, 0.5}, new long[] {3, 17});
        for (long batch : new long[] {1, 4}) {
            for (TrainingRule rule : new TrainingRule[] {TrainingRule.plain(0.1), TrainingRule.spherical(0.1)}) {
                Problem<Network> problem = new Problem<>(
                        Network.student(2, Activation.ERF)
                                .teacher(2, Activation.ERF)
                                .labelNoise(0.1)
                                .trainSecondLayer()
                                .covariance(covariance),
                        rule.withBatch(batch),
                        20,
                        Start.random(1),
                        Horizon.tau(1));
                double[][][] gram = StartDraw.gram(problem, 1, 0);
                double[][] vectors =
                        StartVectors.draw(gram, covariance.spectrum(20), RandomStreams.of(1, Purpose.DIRECTIONS, 0));
                RawStep raw = new RawStep(problem, vectors, RandomStreams.of(1, Purpose.RAW_SGD, 0));
                holdAllocationFree("raw", raw::step);
                ReducedStep reduced = new ReducedStep(problem, gram, RandomStreams.of(1, Purpose.REDUCED_SGD, 0));
                holdAllocationFree("reduced", reduced::step);
            }
        }
    }
}
