package timesessions.generate;

import static java.util.Objects.requireNonNull;
import static timesessions.generate.Trade.lines;
import static timesessions.generate.Trade.words;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people write about their work. Some words stand in a tenth of all notes, some in a handful, and serial numbers in
 * one each, so that a search has all of these to find.
 */
final class FieldNotes {
    private static final int WITHOUT_NOTE = 15;

    private static final List<String> DONE = words("""
            Installed Mounted Pulled Terminated Tested Configured Wired Hung Programmed Labeled Replaced Commissioned
            Dressed Aligned Calibrated Patched Racked Relocated Removed Secured Updated Rebooted Adjusted Routed
            Connected Flashed Tuned Measured Trimmed Anchored Balanced Repaired Certified Documented Painted Leveled
            Soldered Grounded Demoed Unboxed Rewired Cored Fished Bonded Re-terminated Decommissioned Focused
            Addressed Paired Shimmed""");

    private static final List<String> THINGS = lines("""
            displays
            the ceiling speakers
            Cat6 drops
            the rack
            HDMI cables
            the touch panel
            the projector
            wall plates
            the amplifier
            microphones
            the control processor
            the speaker wire
            the network switch
            the camera
            the conduit
            the DSP
            floor boxes
            the video wall
            the screen
            patch panels
            wireless receivers
            mounts
            the codec
            the fiber
            the soundbar
            the UPS
            keypads
            the matrix switcher
            access points
            the subwoofer
            table boxes
            occupancy sensors
            the paging horns
            power conditioners
            the lectern
            ceiling tiles
            the scheduling panels
            volume controls
            the confidence monitor
            antennas
            media players
            the encoder
            decoders
            line arrays
            the stage monitors
            card readers
            door contacts
            the intercom
            the lighting console
            dimmers
            shades
            the equipment closet
            grommets
            the document camera
            assistive listening receivers
            the hearing loop
            J-hooks
            the cable tray
            the plenum box
            backboxes
            the relay module
            the KVM extender
            the signage players
            the Dante network
            the crossover
            the recorder
            SDI feeds
            the jib
            the rigging
            pipe clamps
            the unistrut
            the pole mount
            the articulating arm
            the lift
            the seismic bracing
            the presentation switcher
            the audio interface
            the gooseneck
            lavaliers
            the tie lines
            blanks
            the vent panel
            the fan tray
            casters
            the menu boards
            the scoreboard feed
            the translator booth
            the monitor bridge
            the patchbay
            XLR panels
            the hoist
            the firestop sleeves
            the turret camera
            the strike
            the magstripe reader
            the sally port intercom
            the vitrine lights
            the carillon amplifier""");

    private static final List<String> QUANTITIES = lines("""
            two
            the last
            four
            the remaining
            three
            all
            six
            eight
            12
            both
            a spare set of
            24
            half the
            16
            the first run of
            the second batch of
            48
            a dozen
            the owner's
            the loaner
            96""");

    private static final List<String> PLACES = lines("""
            in the conference room
            in the boardroom
            in the main rack
            on the second floor
            in the lobby
            at the front desk
            in the IDF
            in room 204
            in the auditorium
            in the classroom
            above the ceiling
            in the gym
            on stage
            in the break room
            in the training room
            on level 3
            in the sanctuary
            behind the bar
            in the huddle room
            in the control booth
            on the patio
            in the executive suite
            in the hallway
            at the loading dock
            in the MDF
            in the cafeteria
            in room 118
            in the east wing
            on the mezzanine
            in the library
            in the green room
            by the elevator
            in the parking garage
            in the west tower
            in the lecture hall
            on the roof
            in the ballroom
            in the nurse station
            in the vestibule
            in the orchestra pit
            at gate 14
            in the crawl space
            in the choir loft
            in the command center
            in the fitness studio
            in the tasting room
            in the barn
            in the penthouse
            in the solarium
            in the chapel
            in the mailroom
            in the courtroom
            in the holding area
            in the greenhouse
            in the natatorium
            in the rotunda
            in the café""");

    private static final List<String> FAULTS = lines("""
            a bad cable
            no signal
            a ground hum
            the wrong firmware
            a loose connector
            a dead port
            feedback
            a blown fuse
            missing backing
            a flickering image
            an IP conflict
            crossed pairs
            a dropped packet issue
            a cracked bezel
            a stuck relay
            EDID trouble
            an HDCP handshake problem
            a water leak
            a mislabeled drop
            a kinked fiber
            RF interference
            a blocked conduit
            clipping
            a tripped breaker
            a failed power supply
            asbestos tape
            a stripped anchor
            a wasp nest
            rodent damage
            a counterfeit transceiver""");

    private static final List<String> REMEDIES = lines("""
            swapped it out
            fixed on the spot
            re-terminated both ends
            ordered a replacement
            called the office
            rebooted and it cleared
            moved it to another port
            updated and retested
            told the GC
            cleared it with support
            borrowed one from the truck
            isolated it with a transformer
            opened a ticket
            will return with parts
            flagged it for engineering
            photographed it for the file
            wrote an RFI
            escalated to the manufacturer
            bypassed it until Monday
            pulled a new one""");

    private static final List<String> AFTERWARDS = lines("""
            Waiting on the electrician.
            Client happy.
            Need to return for testing.
            Cleaned up and hauled trash.
            Left tools on site.
            Everything passed.
            Back tomorrow to finish.
            Waiting on network from IT.
            Need more cable.
            Showed the client how to use it.
            Ran out of connectors.
            Parking was two blocks away.
            Need a lift for the rest.
            Ceiling not ready.
            Drywall is not up yet.
            Signed off with the site super.
            Took photos.
            Need VLAN info.
            Paint still wet.
            Room was double booked, lost an hour.
            Power not live yet.
            Badge access took a while.
            Missing two brackets.
            Punch list sent.
            As-builts marked up.
            Lead time on the part is three weeks.
            Shipment arrived damaged.
            Ladder stayed with security.
            Remote access works.
            Customer asked for a quote on shades.
            Change order needed.
            Fire marshal walked through.
            Helped the other crew unload.
            Freight elevator was down.
            Noise restrictions until noon.
            Furniture in the way.
            Janitor let us in.
            Alarm went off, reset by facilities.
            Waiting for licence keys.
            Rain, worked inside.
            Worked late so the room is ready for Monday.
            Snow delay on the pass.
            Union steward stopped by.
            Scissor lift battery died.
            Bride and groom were rehearsing.
            Someone had painted over the jacks.""");

    /** One in some hundred notes says something that hardly any other does. */
    private static final List<String> ODDITIES = lines("""
            Owl in the attic, worked around it.
            The mascot costume was stored in our rack.
            Found a handwritten schematic from 1987.
            A parrot repeated the paging test.
            Mayor stopped by for a selfie.
            Somebody left a tuba in the booth.
            Film crew borrowed our ladder.
            Skateboard on the scissor lift, moved it.
            Elevator music traced to a forgotten cassette deck.
            Ghost hunters had booked the basement.
            Peacocks on the lawn.
            Glitter everywhere from the prom.
            Llama yoga next door.
            Sprinkler test without warning.
            Rehearsal of the tango ensemble until ten.
            Kombucha leak above the tray.
            Tarantula terrarium sits where the plate goes.
            Beekeeper removed a hive from the soffit.
            Concierge lent us an umbrella.
            Chess tournament asked for silence.
            Archaeologist on call, trench closed.
            Zamboni blocked the entrance.
            Submarine exhibit needs marine-grade parts.
            Sommelier wants warmer tone.
            Bagpipes at noon.
            Goat yoga again.
            Snorkel kit in the crate instead of brackets.
            Hovercraft club uses the same frequency.
            Trombone case mistaken for ours.
            Quilt show covers the jacks.""");

    private static final Map<String, List<String>> ELSEWHERE = Map.of(
            "Warehouse",
            lines("""
                    Loaded the truck for tomorrow
                    Received a delivery and checked it against the packing list
                    Picked up parts
                    Staged equipment and labeled boxes
                    Counted stock
                    Sorted RMA returns
                    Returned rentals
                    Forklift inspection"""),
            "Shop",
            lines("""
                    Built and tested a rack in the shop
                    Cleaned the shop
                    Bench tested loaner gear
                    Updated firmware on bench units
                    Cut and crimped cable sets"""),
            "Travel",
            lines("""
                    Drove to site
                    Drove back, traffic on the bridge
                    Flight to the job, delayed
                    Picked up a rental lift on the way"""),
            "Office",
            lines("""
                    Emails and timesheets
                    Weekly meeting
                    Planning with the project manager
                    Drawings and cable schedule
                    Interviewed an apprentice"""),
            "Training",
            lines("""
                    Manufacturer training, module 2
                    Certification exam
                    First aid refresher
                    Showed the new hire how to terminate"""),
            "Paid leave",
            lines("""
                    Vacation
                    Sick
                    Dentist
                    Moving day
                    Jury duty"""),
            "Vehicle maintenance",
            lines("""
                    Oil change and tires
                    Fuel and supplies
                    Van to the garage, brakes"""),
            "Tool inventory",
            lines("""
                    Counted tools, two drills missing
                    Calibrated the test gear"""),
            "Safety meeting",
            lines("""
                    Toolbox talk, ladders
                    Fall protection
                    """),
            "Trade show",
            lines("""
                    Booth set-up
                    Demos all day
                    """));

    private static final String SERIAL_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUVWXY";

    private final StringBuilder note = new StringBuilder(200);

    @Nullable
    String onSite(Dice dice) {
        if (dice.percent(WITHOUT_NOTE)) {
            return null;
        }
        note.setLength(0);
        if (dice.percent(12)) {
            add("Found ", dice.likelyEarly(FAULTS), " ", dice.likelyEarly(PLACES));
            add(", ", dice.likelyEarly(REMEDIES), ".");
        } else {
            task(dice);
            if (dice.percent(20)) {
                note.append(" and ");
                int second = note.length();
                task(dice);
                note.setCharAt(second, Character.toLowerCase(note.charAt(second)));
            }
            if (dice.percent(70)) {
                add(" ", dice.likelyEarly(PLACES));
            }
            note.append('.');
        }
        return finish(dice);
    }

    @Nullable
    String elsewhere(Dice dice, String category) {
        if (dice.percent(WITHOUT_NOTE)) {
            return null;
        }
        note.setLength(0);
        add(dice.likelyEarly(requireNonNull(ELSEWHERE.get(category))), ".");
        if (dice.percent(8)) {
            inHaste();
        }
        return note.toString();
    }

    private void task(Dice dice) {
        add(dice.likelyEarly(DONE), " ");
        String thing = dice.likelyEarly(THINGS);
        if (!thing.startsWith("the ") && dice.percent(50)) {
            add(dice.likelyEarly(QUANTITIES), " ");
        }
        note.append(thing);
    }

    private String finish(Dice dice) {
        if (dice.percent(40)) {
            // Some press return between two thoughts.
            add(dice.percent(4) ? "\n" : " ", dice.likelyEarly(AFTERWARDS));
        }
        if (dice.below(400) == 0) {
            add(" ", dice.likelyEarly(ODDITIES));
        }
        if (dice.percent(3)) {
            note.append(" Serial ");
            for (int i = 0; i < 9; i++) {
                note.append(SERIAL_DIGITS.charAt(dice.below(SERIAL_DIGITS.length())));
            }
        }
        if (dice.percent(8)) {
            inHaste();
        }
        return note.toString();
    }

    /** As typed with a thumb: no capital at the front and no stop at the end. */
    private void inHaste() {
        note.setCharAt(0, Character.toLowerCase(note.charAt(0)));
        int last = note.length() - 1;
        if (note.charAt(last) == '.') {
            note.setLength(last);
        }
    }

    private void add(String... parts) {
        for (String part : parts) {
            note.append(part);
        }
    }
}
