package org.sgdlimits.validation;

import java.util.List;
import org.sgdlimits.analysis.SlopeFit;
import org.sgdlimits.experiment.Fields;
import org.sgdlimits.method.RunSettings;
import org.sgdlimits.method.Sde;
import org.sgdlimits.model.Horizon;
import org.sgdlimits.model.NoisyLimit;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Start;
import org.sgdlimits.report.Axis;
import org.sgdlimits.report.Colour;
import org.sgdlimits.report.Figure;
import org.sgdlimits.report.Format;
import org.sgdlimits.report.Series;
import org.sgdlimits.report.Stroke;

/**
 * The weak order of the SDE's scheme, on geometric Brownian motion dx = −r x dτ + v x dB, whose second moment
 * E x(τ)² = x(0)² e^{(v² − 2r)τ} is known.
 *
 * <p>Keys: {@code decay} r, {@code volatility} v, {@code horizon} in τ, {@code steps} (numbers of equal steps), {@code replicas}.
 * Passes when the fitted exponent of |weak error| against the step lies within the confidence interval
 * {@code tolerance.confidence} around 1, widened by {@code tolerance.curvature} for the next order of the error.
 */
final class WeakOrder implements Check {

    private record GeometricBrownianMotion(double decay, double volatility) implements NoisyLimit {
        @Override
        public List<String> statistics() {
            return List.of("x");
        }

        @Override
        public void drift(double tau, double[] state, double[] out) {
            out[0] = -decay * state[0];
        }

        @Override
        public void covariance(double tau, double[] state, double[][] out) {
            out[0][0] = volatility * volatility * state[0] * state[0];
        }
    }

    @Override
    public List<String> keys() {
        return List.of("decay", "volatility", "horizon", "steps", "replicas");
    }

    @Override
    public List<String> toleranceKeys() {
        return List.of("confidence", "curvature");
    }

    @Override
    public Finding examine(ClaimCase claimCase) {
        Fields keys = claimCase.check();
        double decay = keys.positive("decay");
        double volatility = keys.positive("volatility");
        double horizon = keys.positive("horizon");
        double[] steps = keys.positives("steps");
        int replicas = (int) keys.whole("replicas", 100, 1_000_000_000);
        double exact = Math.exp((volatility * volatility - 2 * decay) * horizon);
        double[] size = new double[steps.length];
        double[] error = new double[steps.length];
        double[] deviation = new double[steps.length];
        double[] relative = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            size[i] = horizon / steps[i];
            SampleMean second = secondMoment(
                    new GeometricBrownianMotion(decay, volatility),
                    horizon,
                    size[i],
                    replicas,
                    claimCase.seed() + i,
                    claimCase.threads());
            error[i] = Math.abs(second.mean() - exact);
            deviation[i] = second.standardError();
            relative[i] = deviation[i] / error[i];
        }
        SlopeFit fit = SlopeFit.of(size, error, relative);
        double allowed = fit.halfWidth(claimCase.probability("confidence"))
                + claimCase.tolerance().nonNegative("curvature", "a number >= 0");
        return new Finding(
                Math.abs(fit.slope() - 1) <= allowed,
                "weak order 1 within ±" + Format.number(allowed),
                "fitted order " + Format.plusMinus(fit.slope(), fit.standardError()),
                (fit.slope() - 1) / fit.standardError(),
                List.of(figure(claimCase, size, error, deviation, fit)));
    }

    private static SampleMean secondMoment(
            NoisyLimit model, double horizon, double step, int replicas, long seed, int threads) {
        // d = 1 makes the noise of the limit the noise of the motion
        Problem<NoisyLimit> problem =
                Problem.of(model).dimension(1).start(Start.state(1)).until(Horizon.tau(horizon));
        double[] squares = new double[replicas];
        RunSettings settings = RunSettings.defaults()
                .withPoints(1)
                .withReplicas(replicas)
                .withSeed(seed)
                .withThreads(threads);
        new Sde(step).solve(problem, settings, (replica, path) -> squares[replica] = path.last()[0] * path.last()[0]);
        return SampleMean.of(squares);
    }

    private static Figure figure(ClaimCase claimCase, double[] size, double[] error, double[] deviation, SlopeFit fit) {
        double[] line = new double[size.length];
        for (int i = 0; i < line.length; i++) {
            line[i] = fit.at(size[i]);
        }
        return new Figure(
                claimCase.figureId(),
                claimCase.title(),
                "Weak error of E x² against the step, with one standard error, and the fitted power law.",
                Axis.log("step in τ"),
                Axis.log("|weak error|"),
                List.of(
                        new Series.Line("fit", Colour.VERMILION, Stroke.SOLID, size, line),
                        Series.Points.withErrors("measured", Colour.BLACK, size, error, deviation)));
    }
}
