package org.sgdlimits.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sgdlimits.method.Resolvent;
import org.sgdlimits.method.Trajectory;
import org.sgdlimits.model.Covariance;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.ObjectiveModel;
import org.sgdlimits.model.Objectives;
import org.sgdlimits.model.Objectives.Labels;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.model.TrainingRule;

/**
 * Time to solve logistic regression over a power law of a thousand and of a million distinct eigenvalues by the resolvent, the
 * choice of its contour and the random start among it. At exponent 1/2 the largest eigenvalue grows like √d, and with it the number
 * of steps; at 0.2 less so.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
public class ResolventBenchmark {

    /** d. */
    @Param({"1000", "1000000"})
    private long dimension;

    /** Of the power law. */
    @Param({"0.2", "0.5"})
    private double exponent;

    /** One solve. */
    @Benchmark
    public Trajectory solve() {
        ObjectiveModel model = Objectives.logistic(Labels.PROBABILITIES).withCovariance(Covariance.powerLaw(exponent));
        Problem<ObjectiveModel> problem = Problem.of(model)
                .dimension(dimension)
                .rule(TrainingRule.plain(0.5))
                .start(Start.random(1))
                .until(Horizon.tau(3));
        return new Resolvent().solve(problem, BenchmarkSettings.ONE_REPLICA);
    }
}
