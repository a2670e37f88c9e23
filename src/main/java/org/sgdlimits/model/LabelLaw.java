package org.sgdlimits.model;

/**
 * The law of a label that takes finitely many values given the fields, and is drawn by the noise ξ ~ N(0, 1): label c at the ξ of
 * a set A_c(λ*) of normal measure P(c | λ*), within which loss and error signal are the same. An expectation over ξ is then a sum
 * over c, exact however the sets part the line.
 */
public interface LabelLaw {

    /** The number C of labels. */
    int count();

    /**
     * The law at the fields.
     *
     * @param fields (λ; λ*), length p + k
     * @param probability receives P(c | λ*), length C
     * @param noise receives a ξ of A_c, infinite ones included, length C; that of a label of probability 0 is not looked at
     */
    void at(double[] fields, double[] probability, double[] noise);
}
