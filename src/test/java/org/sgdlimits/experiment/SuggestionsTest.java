package org.sgdlimits.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("validation")
class SuggestionsTest {

    @Test
    void distancesAreThoseOfTheTextbook() {
        assertEquals(3, Suggestions.distance("kitten", "sitting"));
        assertEquals(2, Suggestions.distance("flaw", "lawn"));
        assertEquals(1, Suggestions.distance("seed", "sede"));
        assertEquals(4, Suggestions.distance("", "seed"));
    }

    @Test
    void onlyNearWordsAreSuggested() {
        List<String> known = List.of("ode", "sde", "reduced");
        assertEquals(Optional.of("reduced"), Suggestions.nearest("Reducde", known));
        assertEquals(Optional.empty(), Suggestions.nearest("banana", known));
        assertEquals("Known: ode, sde, reduced", Suggestions.hint("banana", known));
    }
}
