package org.sgdlimits.law;

import java.util.ArrayList;
import java.util.List;
import org.sgdlimits.model.FieldModel;

/**
 * What is observed of a field model's state: the risk, the excess risk where its floor is known, ‖u − u*‖² where p = k, the
 * Frobenius norm |M|, every entry of M and of Q's upper triangle, and θ. M and Q are weighted with the covariance, as in Ω; the
 * distance is not.
 */
final class FieldObservables {

    private final FieldModel model;
    private final int students;
    private final int teachers;
    private final List<String> names;

    FieldObservables(FieldModel model) {
        this.model = model;
        students = model.students();
        teachers = model.teachers();
        List<String> all = new ArrayList<>();
        all.add("risk");
        if (model.riskFloor().isPresent()) {
            all.add("excessRisk");
        }
        if (students == teachers) {
            all.add("distance");
        }
        all.add("|M|");
        for (int j = 0; j < students; j++) {
            for (int r = 0; r < teachers; r++) {
                all.add("M" + OrderParameters.index(j, r));
            }
        }
        for (int j = 0; j < students; j++) {
            for (int l = j; l < students; l++) {
                all.add("Q" + OrderParameters.index(j, l));
            }
        }
        all.addAll(model.parameterNames());
        names = List.copyOf(all);
    }

    List<String> names() {
        return names;
    }

    void write(double risk, Overlaps state, double[] out) {
        int next = 0;
        out[next++] = risk;
        if (model.riskFloor().isPresent()) {
            out[next++] = risk - model.riskFloor().getAsDouble();
        }
        if (students == teachers) {
            out[next++] = distance(state);
        }
        int norm = next++;
        double squares = 0;
        for (int j = 0; j < students; j++) {
            for (int r = students; r < students + teachers; r++) {
                double overlap = state.omega[j][r];
                squares += overlap * overlap;
                out[next++] = overlap;
            }
        }
        out[norm] = Math.sqrt(squares);
        for (int j = 0; j < students; j++) {
            for (int l = j; l < students; l++) {
                out[next++] = state.omega[j][l];
            }
        }
        System.arraycopy(state.parameters, 0, out, next, state.parameters.length);
    }

    private double distance(Overlaps state) {
        double distance = 0;
        for (double[][] gram : state.gram) {
            for (int j = 0; j < students; j++) {
                distance += gram[j][j] - 2 * gram[j][students + j] + gram[students + j][students + j];
            }
        }
        return distance;
    }
}
