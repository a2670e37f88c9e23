package org.sgdlimits.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sgdlimits.method.RawSgd;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Steps a second of raw SGD on one core: phase retrieval, projected, p = k = 1, d = 1000, batch 1. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RawSgdBenchmark {

    /** The start, a few hundred microseconds, is spread over these. */
    private static final int STEPS = 50_000;

    private final Problem<Network> problem = Problem.of(Network.student(1, Activation.SQUARE)
                    .teacher(1, Activation.SQUARE)
                    .labelNoise(0.5))
            .rule(TrainingRule.projected(0.05))
            .dimension(1000)
            .start(Start.overlap(0.2))
            .until(Horizon.steps(STEPS));

    /** One replica; an operation is a step. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Trajectory steps() {
        return new RawSgd().solve(problem, BenchmarkSettings.ONE_REPLICA);
    }
}
