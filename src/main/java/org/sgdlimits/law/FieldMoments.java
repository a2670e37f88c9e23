package org.sgdlimits.law;

/**
 * The expectations over the fields from which the mean of one step is made.
 *
 * <p>Implementations: {@link NetworkMoments} by closed forms, one for each choice of fields; {@link QuadraticMoments} and
 * {@link ErfMoments} for all choices together; {@link SampleMoments} by quadrature of the error signal.
 */
interface FieldMoments {

    /** Fills E[x_b e_j], E[e_j e_l] and E[h]. */
    void evaluate(Overlaps state, MeanSignal into);

    /** The risk E[ℓ]. */
    double risk(Overlaps state);
}
