package org.sgdlimits.benchmark;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sgdlimits.leastsquares.ConvolutionQuadrature;
import org.sgdlimits.leastsquares.ModeRecursion;
import org.sgdlimits.leastsquares.ResolventForm;
import org.sgdlimits.leastsquares.SpectralMeasure;
import org.sgdlimits.leastsquares.VolterraEquation;
import org.sgdlimits.leastsquares.VolterraSolution;
import org.sgdlimits.model.Schedule;

/**
 * Time to solve the Volterra equation of 1,000 modes, eigenvalues over three decades, over 20 epochs at 0.7 of the threshold, to
 * 10⁻⁶ at so many times.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class VolterraBenchmark {

    private static final int MODES = 1000;
    private static final double TOLERANCE = 1e-6;
    private static final double EPOCHS = 20;

    /** N. */
    @Param({"10000", "100000"})
    public int points;

    private VolterraEquation equation;
    private double rate;
    private double[] times;

    /** The modes and the times. */
    @Setup
    public void prepare() {
        Random random = new Random(1);
        double[] sigma = random.doubles(MODES)
                .map(x -> 3 * Math.pow(10, -3 * x))
                .sorted()
                .toArray();
        double[] ones = new double[MODES];
        Arrays.fill(ones, 1);
        equation = VolterraEquation.of(SpectralMeasure.of(2 * MODES, sigma, ones, ones, 100));
        rate = 0.7 * equation.threshold();
        times = new double[points + 1];
        Arrays.setAll(times, i -> EPOCHS * i / points);
    }

    /** By the modes. */
    @Benchmark
    public VolterraSolution modeRecursion() {
        return ModeRecursion.solve(equation, Schedule.constant(rate), times, TOLERANCE);
    }

    /** From samples of the kernel. */
    @Benchmark
    public VolterraSolution convolutionQuadrature() {
        return ConvolutionQuadrature.solve(equation, u -> rate, EPOCHS * rate, points, TOLERANCE);
    }

    /** In closed form, without its values at the times. */
    @Benchmark
    public ResolventForm resolventForm() {
        return ResolventForm.of(equation, rate);
    }
}
