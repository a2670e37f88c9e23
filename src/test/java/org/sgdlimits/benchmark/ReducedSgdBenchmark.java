package org.sgdlimits.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sgdlimits.method.ReducedSgd;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Time of a step of reduced SGD, which should not depend on d: phase retrieval, projected, batch 1. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReducedSgdBenchmark {

    private static final int STEPS = 500_000;

    /** d. */
    @Param({"1000", "1000000", "1000000000"})
    public long dimension;

    /** p. */
    @Param({"1", "8"})
    public int width;

    private Problem<Network> problem;

    /** States the problem. */
    @Setup
    public void state() {
        problem = Problem.of(Network.student(width, Activation.SQUARE)
                        .teacher(1, Activation.SQUARE)
                        .labelNoise(0.5))
                .rule(TrainingRule.projected(0.05))
                .dimension(dimension)
                .start(Start.random(1))
                .until(Horizon.steps(STEPS));
    }

    /** One replica; an operation is a step. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Trajectory steps() {
        return new ReducedSgd().solve(problem, BenchmarkSettings.ONE_REPLICA);
    }
}
