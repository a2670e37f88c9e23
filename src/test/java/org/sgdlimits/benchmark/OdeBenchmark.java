package org.sgdlimits.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sgdlimits.method.Ode;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Activation;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.Network;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/** Time to solve the ODE of an erf committee, p = 4, k = 2, γ = 1, Δ = 10⁻³, to flow time 1000 at tolerance 10⁻⁹. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OdeBenchmark {

    private static final double[][] Q = {
        {1.0601194592226184, 0.023684187554593495, 0.058008588349905625, 0.03511102757030748},
        {0.023684187554593495, 0.9811687551038142, 0.05260900877820019, 0.009694272491868435},
        {0.058008588349905625, 0.05260900877820019, 1.04266558081297, -0.02415576822219276},
        {0.03511102757030748, 0.009694272491868435, -0.02415576822219276, 1.0018417109607993}
    };
    private static final double[][] M = {
        {0.0826945042781553, 0.04940372458939342},
        {-0.014364911942188151, 0.010913592837203147},
        {0.04339637398638553, 0.008151451191551345},
        {-0.026185770313640677, 0.0463585981012496}
    };

    private final Problem<Network> problem = Problem.of(Network.student(4, Activation.ERF)
                    .teacher(2, Activation.ERF)
                    .labelNoise(1e-3))
            .rule(TrainingRule.plain(1))
            .start(Start.overlaps(M, Q, new double[][] {{1, 0}, {0, 1}}))
            .until(Horizon.flowTime(1000));

    /** One solve. */
    @Benchmark
    public Trajectory solve() {
        return new Ode().solve(problem, BenchmarkSettings.ONE_REPLICA.withOdeTolerance(1e-9));
    }
}
