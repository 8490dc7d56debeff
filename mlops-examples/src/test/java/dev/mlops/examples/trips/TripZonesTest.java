package dev.mlops.examples.trips;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TripZonesTest {
    @TempDir
    Path folder;

    private TripZones zones(String lines) throws Exception {
        return TripZones.read(Files.writeString(folder.resolve("zones.csv"), "LocationID,Borough,Zone\n" + lines));
    }

    @Test
    void boroughs_and_their_zones_come_in_the_order_of_their_names_and_those_without_one_last() throws Exception {
        TripZones zones = zones("265,N/A,Outside of NYC\n2,Queens,Astoria\n3,Bronx,Soundview\n4,Bronx,Belmont\n");

        assertThat(zones.byBorough().keySet()).containsExactly("Bronx", "Queens", "Elsewhere");
        assertThat(zones.byBorough().get("Bronx"))
                .extracting(TripZones.Zone::name)
                .containsExactly("Belmont", "Soundview");
        assertThat(zones.find("2")).map(TripZones.Zone::place).contains("Astoria, Queens");
        assertThat(zones.find("265")).map(TripZones.Zone::place).contains("Outside of NYC");
        assertThat(zones.find("5")).isEmpty();
    }

    @Test
    void two_zones_of_one_name_are_told_apart_by_their_numbers() throws Exception {
        TripZones zones = zones("56,Queens,Corona\n57,Queens,Corona\n58,Bronx,Corona\n");

        assertThat(zones.byBorough().get("Queens"))
                .extracting(TripZones.Zone::name)
                .containsExactly("Corona (56)", "Corona (57)");
        assertThat(zones.find("58")).map(TripZones.Zone::place).contains("Corona, Bronx");
    }

    @Test
    void the_table_beside_the_trips_gives_the_names_and_without_one_there_are_numbers() throws Exception {
        Path trips = folder.resolve("trips.csv");
        assertThat(TripZones.beside(trips).find("130"))
                .map(TripZones.Zone::name)
                .contains("Zone 130");

        Files.writeString(folder.resolve("taxi_zone_lookup.csv"), "LocationID,Borough,Zone\n130,Queens,Jamaica\n");
        assertThat(TripZones.beside(trips).find("130"))
                .map(TripZones.Zone::name)
                .contains("Jamaica");
    }
}
