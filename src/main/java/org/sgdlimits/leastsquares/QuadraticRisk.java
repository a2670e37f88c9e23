package org.sgdlimits.leastsquares;

import java.util.function.ToDoubleFunction;

/**
 * A quadratic function R of X, seen from the modes y_j = v_jᵀ(X − X*): what is needed to follow it along SGD. The noise adds
 * ½ Σ_j H_jj Var(y_j) to its value at the mean, because the noise of different modes is uncorrelated in the limit.
 *
 * @param name of the observable
 * @param curvature H_jj = v_jᵀ ∇²R v_j, one a mode
 * @param value R at the given y
 */
public record QuadraticRisk(String name, double[] curvature, ToDoubleFunction<double[]> value) {}
