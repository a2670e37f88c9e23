package org.sgdlimits.law;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.sgdlimits.gaussian.PseudoInverse;
import org.sgdlimits.model.FieldModel;
import org.sgdlimits.model.Problem;
import org.sgdlimits.model.Spectrum;

/**
 * Reads observables and the adaptive learning rate from a state, whatever represents the weights, as long as it knows Ω, θ and
 * Wᵀq(K)W; of these and of the error signal's moments it evaluates what is asked for, once a state. Scratch of one solve.
 */
final class StateObserver {

    private final Problem<? extends FieldModel> problem;
    private final FieldMoments moments;
    private final FieldObservables observables;
    private final StateRate stateRate;
    private final Observed observed;
    private final PseudoInverse pseudoInverse;
    private final Overlaps state;
    /** What Σ weight_b Ω_b is Wᵀq(K)W with, [polynomial][block]. */
    private final double[][] weights;

    private boolean riskLoaded;
    private boolean momentsLoaded;
    private boolean signalLoaded;

    /**
     * @param signal shared with the owner, whose own evaluations it may hold
     * @param state the owner's, loaded before anything is observed
     * @param weights of its blocks with which they add up to Wᵀq(K)W, [polynomial][block]
     */
    StateObserver(
            Problem<? extends FieldModel> problem,
            OrderParameters layout,
            Spectrum spectrum,
            Observing observing,
            FieldMoments moments,
            MeanSignal signal,
            Overlaps state,
            Function<List<double[]>, double[][]> weights) {
        this.problem = problem;
        this.moments = moments;
        observables = new FieldObservables(problem, spectrum, observing);
        stateRate = new StateRate(problem, layout, spectrum, moments, observables);
        observed = new Observed(layout, signal, observables.polynomials().size());
        observed.omega = state.omega;
        observed.parameters = state.parameters;
        pseudoInverse = new PseudoInverse(state.omega.length);
        this.state = state;
        this.weights = weights.apply(observables.polynomials());
    }

    List<String> names() {
        return observables.names();
    }

    /** Writes b² where it is an entry of the state. */
    void start(double[] s) {
        stateRate.start(s);
    }

    /**
     * What the state multiplies the learning-rate schedules with; 1 without an adaptive rate.
     *
     * @throws UndefinedRateException if it is not a positive number
     */
    double rateFactor(double tau, double[] s) {
        if (stateRate.needsSignal()) {
            moments.evaluate(observed.omega, observed.parameters, true, observed.signal);
        }
        return presentRateFactor(tau, s);
    }

    /** The same where the error signal's moments are those of the state already, E[e e] among them. */
    double presentRateFactor(double tau, double[] s) {
        if (stateRate.needsSlope()) {
            loadSlope();
            loadMoments();
        }
        return stateRate.require(tau, s, observed);
    }

    /** The critical learning rate; see {@link ObservableFamily#CRITICAL_RATE}. */
    double criticalRate() {
        moments.evaluate(observed.omega, observed.parameters, true, observed.signal);
        return observables.criticalRate(observed.signal);
    }

    /** Writes all observables of the state that is loaded. */
    void observe(double tau, double[] s, double[] out) {
        forget();
        for (int i = 0; i < out.length; i++) {
            out[i] = value(tau, s, i);
        }
    }

    /** One observable of the state that is loaded. */
    double observe(double tau, double[] s, int observable) {
        forget();
        return value(tau, s, observable);
    }

    private void forget() {
        riskLoaded = false;
        momentsLoaded = false;
        signalLoaded = false;
    }

    private double value(double tau, double[] s, int observable) {
        boolean rated = observables.needsRate(observable);
        if (observables.needsRisk(observable) && !riskLoaded) {
            observed.risk = moments.risk(observed.omega, observed.parameters);
            riskLoaded = true;
        }
        if ((observables.needsMoments(observable) || (rated && stateRate.needsSlope())) && !momentsLoaded) {
            loadMoments();
            momentsLoaded = true;
        }
        if ((observables.needsSignal(observable) || (rated && stateRate.needsSignal())) && !signalLoaded) {
            moments.evaluate(observed.omega, observed.parameters, true, observed.signal);
            loadSlope();
            signalLoaded = true;
        }
        if (rated) {
            observed.rate =
                    stateRate.at(s, observed) * problem.rule().learningRate().rate(tau);
        }
        return observables.at(observable, observed);
    }

    private void loadMoments() {
        for (int q = 0; q < weights.length; q++) {
            state.sum(weights[q], observed.moment[q]);
        }
    }

    private void loadSlope() {
        BlockRegression.slope(pseudoInverse.of(observed.omega), observed.signal.field, observed.slope);
    }

    /** Σ_b q(λ_b) weighted by what a representation holds of block b: q at every eigenvalue, [polynomial][block]. */
    static double[][] atEigenvalues(List<double[]> polynomials, Spectrum spectrum) {
        double[][] values = new double[polynomials.size()][spectrum.blocks()];
        for (int q = 0; q < values.length; q++) {
            double[] polynomial = polynomials.get(q);
            Arrays.setAll(values[q], b -> value(polynomial, spectrum.eigenvalue(b)));
        }
        return values;
    }

    private static double value(double[] coefficients, double at) {
        double value = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            value = value * at + coefficients[i];
        }
        return value;
    }
}
