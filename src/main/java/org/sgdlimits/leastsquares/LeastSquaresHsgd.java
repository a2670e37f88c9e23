package org.sgdlimits.leastsquares;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.sgdlimits.method.Ensemble;
import org.sgdlimits.method.Outcome;
import org.sgdlimits.method.Path;
import org.sgdlimits.method.PathListener;
import org.sgdlimits.method.RandomStreams;
import org.sgdlimits.method.RandomStreams.Purpose;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Trajectory;

/**
 * Homogenized SGD, dX = −γ∇𝓛 dt + γ √((2/n) 𝓛 AᵀA) dB, in the eigenbasis of AᵀA: rows y_j coupled through 𝓛 alone (Paquette,
 * Paquette, Adlam, Pennington 2022; Mori et al. 2021). For single samples without momentum; t in epochs.
 *
 * <p>Its mean loss obeys the Volterra equation exactly, at any n. The spread of its runs is that of the diffusion and not SGD's: in
 * SGD a sample's step and what it adds to the loss are correlated. With label noise, γ half the threshold and d = n/2, the standard
 * deviation of the loss is 1.3 times SGD's, at n = 200 and 800 alike; without label noise 1.0 to 1.2 times.
 *
 * <p>Scheme: {@link HomogenizedStep}. Its step is halved until the mean loss of the scheme, which is known exactly, lies within
 * 10⁻³ of the Volterra equation's at every save time, or a step of SGD itself is reached. Cost per step: a normal number and a few
 * operations a mode.
 */
public final class LeastSquaresHsgd implements LeastSquaresMethod {

    private static final double BIAS = 1e-3;
    private static final double FIRST_STEP = 0.25;

    private final ModeSource spectrum;

    /** On the exact modes, {@link DataSpectrum}. */
    public LeastSquaresHsgd() {
        this(SpectrumMethod.exact());
    }

    /** On exact modes that are known already. */
    public LeastSquaresHsgd(ModeSource spectrum) {
        this.spectrum = spectrum;
    }

    @Override
    public String name() {
        return "hsgd";
    }

    @Override
    public boolean isContinuous(LeastSquaresProblem problem) {
        return true;
    }

    @Override
    public void requireAdmitted(LeastSquaresProblem problem) {
        if (!problem.rule().isSingleSample()) {
            throw new IllegalArgumentException(
                    "training.batch: homogenized SGD is for single samples without momentum, got"
                            + " batch " + problem.rule().batch() + " and momentum "
                            + problem.rule().momentum() + "; the method \"volterra\" has both");
        }
        if (!spectrum.isExact(problem)) {
            throw new IllegalArgumentException("run.methods: \"hsgd\" needs exact modes, and Lanczos' process finds"
                    + " none; leave it out, or set model.spectrum.method to \"exact\"");
        }
    }

    @Override
    public Trajectory solve(LeastSquaresProblem problem, RunSettings settings, PathListener listener) {
        requireAdmitted(problem);
        SpectralMeasure modes = spectrum.of(problem, settings).measure();
        EpochClock clock = EpochClock.of(problem);
        double[] times = clock.allTimes(clock.grid(problem, settings));
        Map<String, Object> facts = new LinkedHashMap<>();
        problem.rule().sampling().approximation().ifPresent(told -> facts.put(Trajectory.APPROXIMATION, told));
        double h = step(modes, clock, times, facts);
        return Ensemble.run(
                name(),
                modes.observables(),
                clock.instants(times),
                settings.replicas(),
                settings,
                listener,
                facts,
                replica -> path(
                        modes, clock, times, h, RandomStreams.generator(settings.seed(), Purpose.DATA_HSGD, replica)));
    }

    private static double step(SpectralMeasure modes, EpochClock clock, double[] times, Map<String, Object> facts) {
        VolterraSolution limit =
                ModeRecursion.solve(VolterraEquation.of(modes), clock.learningRate(), times, 0.01 * BIAS);
        double[] exact = limit.loss();
        double h = FIRST_STEP;
        double bias = bias(modes, clock, times, h, exact);
        while (!(bias <= BIAS) && h > clock.epochs(1)) {
            h = Math.max(0.5 * h, clock.epochs(1));
            bias = bias(modes, clock, times, h, exact);
        }
        facts.put("scheme", "Strang splitting, exact decay and exact mean growth");
        facts.put("largestStepTau", h);
        facts.put("schemeBias", bias);
        return h;
    }

    private static double bias(SpectralMeasure modes, EpochClock clock, double[] times, double h, double[] exact) {
        HomogenizedMean mean = new HomogenizedMean(modes, clock.learningRate());
        double worst = 0;
        for (int i = 1; i < exact.length; i++) {
            int parts = parts(times[i] - times[i - 1], h);
            double part = (times[i] - times[i - 1]) / parts;
            for (int k = 0; k < parts; k++) {
                mean.step(times[i - 1] + k * part, part);
            }
            worst = Math.max(worst, Math.abs(mean.loss() / exact[i] - 1));
        }
        return worst;
    }

    private static int parts(double length, double h) {
        return (int) Math.max(1, Math.ceil(length / h * (1 - 1e-12)));
    }

    private static Path path(
            SpectralMeasure modes, EpochClock clock, double[] times, double h, RandomGenerator random) {
        HomogenizedStep run = new HomogenizedStep(modes, clock.learningRate());
        double[] y = modes.start().clone();
        double limit = Outcome.BLOW_UP * (1 + modes.loss(y));
        double[][] observed = new double[times.length][1 + modes.risks().size()];
        long steps = 0;
        for (int i = 0; i < times.length; i++) {
            int parts = i == 0 ? 0 : parts(times[i] - times[i - 1], h);
            for (int k = 0; k < parts; k++, steps++) {
                double part = (times[i] - times[i - 1]) / parts;
                run.move(y, times[i - 1] + k * part, part, random);
            }
            observed[i][0] = modes.loss(y);
            if (!(observed[i][0] <= limit)) {
                return new Path(
                        observed,
                        i,
                        EpochClock.diverged(times[i], SpectralMeasure.LOSS, observed[i][0]),
                        List.of(),
                        Map.of("steps", steps));
            }
            for (int risk = 0; risk < modes.risks().size(); risk++) {
                observed[i][1 + risk] = modes.risks().get(risk).value().applyAsDouble(y);
            }
        }
        return new Path(observed, times.length, Outcome.completed(), List.of(), Map.of("steps", steps));
    }
}
