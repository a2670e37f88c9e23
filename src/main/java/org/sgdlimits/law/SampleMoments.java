package org.sgdlimits.law;

import java.util.Arrays;

/** The moments of the error signal by quadrature over the fields; cost: one error signal a node. */
final class SampleMoments implements FieldMoments {

    private final FieldSamples samples;

    SampleMoments(FieldSamples samples) {
        this.samples = samples;
    }

    @Override
    public void evaluate(double[][] omega, double[] parameters, boolean withProducts, MeanSignal into) {
        samples.place(omega);
        clear(into);
        double[] signal = samples.signal;
        double[] fields = samples.field;
        for (int node = 0; node < samples.count(); node++) {
            samples.evaluate(node, parameters);
            double weight = samples.weight(node);
            if (withProducts) {
                addProducts(weight, signal, into.product);
            }
            for (int a = 0; a < fields.length; a++) {
                double weighted = weight * fields[a];
                double[] row = into.field[a];
                for (int j = 0; j < signal.length; j++) {
                    row[j] += weighted * signal[j];
                }
            }
            for (int i = 0; i < into.parameter.length; i++) {
                into.parameter[i] += weight * samples.parameterSignal[i];
            }
        }
    }

    /** Only E[e_j e_l], for models whose other moments are closed. */
    void evaluateProducts(double[][] omega, double[] parameters, double[][] products) {
        samples.place(omega);
        for (double[] row : products) {
            Arrays.fill(row, 0);
        }
        for (int node = 0; node < samples.count(); node++) {
            samples.evaluate(node, parameters);
            addProducts(samples.weight(node), samples.signal, products);
        }
    }

    @Override
    public double risk(double[][] omega, double[] parameters) {
        samples.place(omega);
        double risk = 0;
        for (int node = 0; node < samples.count(); node++) {
            risk += samples.weight(node) * samples.loss(node, parameters);
        }
        return risk;
    }

    private static void addProducts(double weight, double[] signal, double[][] into) {
        for (int j = 0; j < signal.length; j++) {
            double weighted = weight * signal[j];
            for (int l = 0; l < signal.length; l++) {
                into[j][l] += weighted * signal[l];
            }
        }
    }

    private static void clear(MeanSignal into) {
        for (double[] row : into.field) {
            Arrays.fill(row, 0);
        }
        for (double[] row : into.product) {
            Arrays.fill(row, 0);
        }
        Arrays.fill(into.parameter, 0);
    }
}
