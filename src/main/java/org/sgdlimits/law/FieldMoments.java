package org.sgdlimits.law;

/**
 * The expectations over the fields from which the mean of one step is made. They are functions of Ω alone, whatever the covariance
 * of the data: how E[x e] is made up of its spectral blocks is left to {@link BlockRegression}.
 *
 * <p>Implementations: {@link NetworkMoments} by closed forms, one for each choice of fields; {@link QuadraticMoments},
 * {@link ErfMoments} and {@link ReluMoments} for all choices together; {@link SampleMoments} by quadrature of the error signal.
 */
interface FieldMoments {

    /** Fills E[x e_j] and E[h], and with {@code withProducts} E[e_j e_l], the dearest part, which a gradient flow never reads. */
    void evaluate(double[][] omega, double[] parameters, boolean withProducts, MeanSignal into);

    /** The risk E[ℓ]. */
    double risk(double[][] omega, double[] parameters);
}
