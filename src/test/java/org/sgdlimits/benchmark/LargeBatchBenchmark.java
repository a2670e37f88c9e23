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

/** Time of a step of reduced SGD at a batch of 10⁶, drawn sample by sample and from its central limit: p = k = 1, projected. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LargeBatchBenchmark {

    private static final int EXACT_STEPS = 3;
    private static final int NORMAL_STEPS = 20_000;

    /** The degree of the Hermite polynomial. */
    @Param({"2", "3", "4"})
    public int degree;

    private Problem<Network> problem;

    /** States the problem. */
    @Setup
    public void state() {
        double[] coefficients = new double[degree + 1];
        coefficients[degree] = 1;
        Activation activation = Activation.hermite(coefficients);
        problem = Problem.of(
                        Network.student(1, activation).teacher(1, activation).labelNoise(0.1))
                .rule(TrainingRule.projected(0.05).withBatch(1_000_000))
                .dimension(1_000_000)
                .start(Start.random(1));
    }

    /** One replica; an operation is a step. */
    @Benchmark
    @OperationsPerInvocation(EXACT_STEPS)
    public Trajectory exact() {
        return new ReducedSgd().solve(problem.until(Horizon.steps(EXACT_STEPS)), BenchmarkSettings.ONE_REPLICA);
    }

    /** One replica; an operation is a step. */
    @Benchmark
    @OperationsPerInvocation(NORMAL_STEPS)
    public Trajectory centralLimit() {
        return ReducedSgd.centralLimitFrom(30)
                .solve(problem.until(Horizon.steps(NORMAL_STEPS)), BenchmarkSettings.ONE_REPLICA);
    }
}
