/**
 * Expectations over centred jointly Gaussian local fields x ~ N(0, Ω).
 *
 * <table>
 * <caption>Which one to take</caption>
 * <tr><th>activations</th><th>class</th><th>error</th></tr>
 * <tr><td>erf(x/√2)</td><td>{@link org.sgdlimits.gaussian.ErfForms}</td><td>rounding</td></tr>
 * <tr><td>polynomials</td><td>{@link org.sgdlimits.gaussian.PolynomialForms}</td><td>rounding</td></tr>
 * <tr><td>ReLU</td><td>{@link org.sgdlimits.gaussian.ReluForms}</td><td>rounding</td></tr>
 * <tr><td>any, two fields at a time</td><td>{@link org.sgdlimits.gaussian.PairQuadratureForms}</td>
 *     <td>companion</td></tr>
 * <tr><td>any smooth integrand, few fields</td><td>{@link org.sgdlimits.gaussian.TensorGaussHermite}</td>
 *     <td>companion</td></tr>
 * <tr><td>kinks or jumps at zero, two fields</td><td>{@link org.sgdlimits.gaussian.PolarRule}</td>
 *     <td>companion</td></tr>
 * <tr><td>kinks or jumps at zero, three fields</td><td>{@link org.sgdlimits.gaussian.SphericalRule}</td>
 *     <td>companion</td></tr>
 * <tr><td>anything else</td><td>{@link org.sgdlimits.gaussian.RandomisedQmc}</td><td>standard error</td></tr>
 * </table>
 *
 * <p>A singular Ω (aligned directions, zero vectors) is a normal case everywhere: never an error, never a NaN.
 */
package org.sgdlimits.gaussian;
