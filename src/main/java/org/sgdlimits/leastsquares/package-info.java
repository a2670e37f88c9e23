/**
 * Least squares on a data matrix, with many passes over it: 𝓛(X) = ½‖AX − b‖², A ∈ R^{n×d}, X ← X − γ∇f_i(X).
 *
 * <p>One clock: t = samples seen / n, epochs. A single-sample update advances it by 1/n and a batch of |B| by |B|/n, so that one
 * update with batch fraction ζ is ζ epochs. Flow time is u = ∫₀ᵗ γ. σ_j are the eigenvalues of AᵀA.
 *
 * <table>
 *   <caption>What computes what</caption>
 *   <tr><td>{@link org.sgdlimits.leastsquares.DataSpectrum}, {@link org.sgdlimits.leastsquares.LanczosSpectrum}, chosen by
 *   {@link org.sgdlimits.leastsquares.SpectrumMethod}</td>
 *       <td>the modes of the data: exact, or by probes for large or sparse data</td></tr>
 *   <tr><td>{@link org.sgdlimits.leastsquares.VolterraEquation}</td><td>forcing and kernel of the loss</td></tr>
 *   <tr><td>{@link org.sgdlimits.leastsquares.ModeRecursion}</td><td>its solution, any schedule, adaptive: the default</td></tr>
 *   <tr><td>{@link org.sgdlimits.leastsquares.ConvolutionQuadrature}</td><td>its solution from samples of the kernel</td></tr>
 *   <tr><td>{@link org.sgdlimits.leastsquares.ResolventForm}</td><td>its solution in closed form, constant rate</td></tr>
 *   <tr><td>{@link org.sgdlimits.leastsquares.MomentumVolterra}</td><td>the discrete equation: batches and momentum</td></tr>
 *   <tr><td>{@link org.sgdlimits.leastsquares.LeastSquaresVolterra}, {@link org.sgdlimits.leastsquares.LeastSquaresHsgd},
 *       {@link org.sgdlimits.leastsquares.LeastSquaresSgd}</td><td>the methods: prediction, homogenized SGD, SGD itself</td></tr>
 *   <tr><td>{@link org.sgdlimits.leastsquares.DecayRates}, {@link org.sgdlimits.leastsquares.MomentumRates},
 *       {@link org.sgdlimits.leastsquares.MomentumOptimum}</td><td>rates, thresholds, best parameters</td></tr>
 *   <tr><td>{@link org.sgdlimits.leastsquares.MarchenkoPastur}</td><td>the same in closed form, isotropic designs</td></tr>
 * </table>
 */
package org.sgdlimits.leastsquares;
