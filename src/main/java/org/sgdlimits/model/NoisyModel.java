package org.sgdlimits.model;

/** A model that knows the covariance of one SGD step, and with it the stochastic correction to its limit. */
public interface NoisyModel extends Model {}
