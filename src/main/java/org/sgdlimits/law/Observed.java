package org.sgdlimits.law;

/** Scratch: all that observables are read from, at one state; each part is filled where an observable asks for it. */
final class Observed {

    /** θ. */
    double[] parameters = new double[0];

    /** Ω = Wᵀ K W. */
    double[][] omega = new double[0][];

    /** Wᵀ q(K) W by the polynomials of {@link FieldObservables#polynomials}. */
    final double[][][] moment;

    /** E[x e], E[e e]. */
    final MeanSignal signal;

    /** A = Ω⁺ E[x e]. */
    final double[][] slope;

    /** E[ℓ]. */
    double risk;

    /** γ. */
    double rate;

    Observed(OrderParameters layout, MeanSignal signal, int polynomials) {
        int n = layout.students() + layout.teachers();
        moment = new double[polynomials][n][n];
        this.signal = signal;
        slope = new double[n][layout.students()];
    }
}
