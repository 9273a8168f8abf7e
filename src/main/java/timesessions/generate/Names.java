package timesessions.generate;

import static timesessions.generate.Trade.lines;
import static timesessions.generate.Trade.words;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names of people and projects. */
final class Names {
    private static final List<String> GIVEN = words("""
            Ada Aaliyah Abdul Adaeze Adriana Ahmed Aiko Aileen Alejandra Alexei Amara Amir Ana André Anika Annika Antonio
            Arjun Asha Astrid Ayesha Ayodele Beatriz Ben Bianca Brigitte Bronwyn Caleb Camila Carlos Carmen Chen Chidi
            Chloe Colm Connor Dana Daniel Darnell David Deepa Denise Desmond Devon Diego Dmitri Dolores Dwayne Eduardo
            Eilidh Elena Elias Emeka Emily Emma Esperanza Esther Fatima Femi Fiona Francisco Gabriela Gareth George Grace
            Guadalupe Gustavo Gwen Hana Hannah Haruto Hassan Henry Ibrahim Imani Ingrid Irina Isaac Isabel Ivan Jamal
            James Jasmine Javier Jelena Jerome Jin Joanna João Joe José Joseph Joy Juan Julia Kai Kamala Karim Katarzyna
            Keisha Kenji Kofi Kwame Lamar Laszlo Latoya Layla Leilani Liam Linh Lucía Luis Łukasz Mai Malik Manuel
            Marcus Margaret María Mariam Marisol Mateo Matthew Mei Mercedes Michael Miguel Mikhail Milica Minh Miriam
            Mohammed Monique Mustafa Nadia Naomi Nasir Ngozi Nia Niamh Nikolai Noor Olga Oluwaseun Omar Oscar Paola
            Patrick Paul Pedro Priya Quentin Rachel Rafael Rahul Rashid Raúl Rebecca Renée Ricardo Robert Rosa Ruth
            Saanvi Sadia Salma Sam Samira Sana Santiago Sarah Sean Sergio Shanice Siobhán Sofia Soren Stephen Sunita
            Svetlana Tamika Tariq Tatiana Tayo Terrence Thanh Theo Thomas Tiana Tomás Tyrone Uma Valentina Vanessa Vera
            Vikram Vincent Wei Wendy William Xavier Ximena Yara Yasmin Yolanda Yuki Yusuf Zainab Zara Zoë""");

    private static final List<String> FAMILY = words("""
            Abbott Abdi Acosta Adeyemi Aguilar Ahmed Alvarez Andersson Baker Banerjee Barrett Begum Bell Bianchi Boateng
            Brennan Brooks Bui Cabrera Campbell Castillo Chandra Chavez Chen Choi Chowdhury Clarke Cohen Cooper Cruz
            Dasilva Davies Delgado Desai Diaz Diop Dubois Edwards Ekström Eze Farah Fernandes Fischer Fitzgerald Flores
            Foster Fujita Gallagher García Gill Goldberg Gómez González Green Greene Gupta Guzmán Haddad Hall Hansen
            Harris Hashemi Hernández Hill Ho Horvath Huang Hughes Hussain Ibarra Ito Ivanov Jackson Jansen Jiménez
            Johnson Jones Jovanović Kamara Kapoor Kaur Kelly Khalil Khan Kim King Kovács Kowalski Kumar Lam Larsen Le Lee
            Lewis Li Lopez Luong Macdonald Mahmoud Malik Marino Marsh Martin Martínez Mbeki Mehta Mendoza Mensah Mitchell
            Mohamed Molina Moore Morales Moreno Morgan Mori Müller Murphy Mwangi Nair Nakamura Navarro Nguyen Nielsen
            Njoroge Novak Nwosu O'Brien O'Connor Okafor Okonkwo Olsen Ortiz Osei Owens Owusu Park Parker Patel Pereira
            Pérez Petrov Pham Phillips Popescu Powell Prescott Qureshi Quinn Ramírez Ramos Rao Reed Reid Reyes Rivera
            Roberts Robinson Rodríguez Rojas Romero Rossi Ruiz Saito Salazar Sanchez Santos Sato Scott Shah Sharma Silva
            Singh Smith Sokolov Soto Stewart Suárez Sullivan Suzuki Takahashi Tan Taylor Thompson Torres Tran Traoré
            Turner Ueda Vargas Vásquez Vega Villanueva Walker Walsh Wang Washington Watanabe Weber Williams Wilson Wong
            Wright Wu Yamamoto Yang Yilmaz Young Zamora Zhang Zhou Zielińska""");

    private static final List<String> PLACES = words("""
            Harbor Lakeside Summit Riverbend Northgate Cedar Oakmont Sierra Pioneer Beacon Granite Meridian Bayview
            Redwood Juniper Highland Crescent Maple Sunset Prairie Foothill Canyon Willow Ironwood Stonebridge Fairview
            Westfield Eastgate Silverlake Cascade Evergreen Copper Mission Presidio Magnolia Bluebird Heritage Liberty
            Union Kingsway Ashford Thornbury Camden Brunel Whitby Marlow Larkspur Tamarack Mesa Cobalt Orchard Keystone
            Lighthouse Bridgewater Parkside Hawthorn Birch Aspen Alder Sequoia Monarch Falcon Atlas Orion Vista""");

    private static final List<String> CLIENTS = lines("""
            Credit Union
            Elementary School
            Community Church
            Dental
            Brewing
            Medical Center
            High School
            Law Group
            Hotel
            University
            Museum
            City Hall
            Library
            Fitness
            Theatre
            Insurance
            Biotech
            Logistics
            Architects
            Casino
            Winery
            Airport
            Arena
            Bank
            Studios
            Energy
            Robotics
            Senior Living
            Charter School
            Café""");

    private static final List<String> JOBS = lines("""
            Conference Room
            Boardroom Refresh
            Huddle Rooms
            Auditorium
            Video Wall
            Digital Signage
            Control Room
            Sanctuary Audio
            Gymnasium PA
            Distributed Audio
            Structured Cabling
            Access Control
            Camera System
            Lecture Hall
            Training Room
            Lobby Display
            Rack Refresh
            Paging System
            Command Center
            Executive Suite
            Divisible Ballroom
            Courtroom
            Broadcast Studio
            Outdoor Audio
            Wireless Upgrade
            Hearing Loop
            Patio Screens
            Simulation Lab
            Council Chamber
            Service Agreement""");

    private final Dice dice;
    private final Set<String> taken = new HashSet<>();

    Names(Dice dice) {
        this.dice = dice;
    }

    String person() {
        String name = dice.any(GIVEN) + " " + dice.any(FAMILY);
        while (!taken.add(name)) {
            name = dice.any(GIVEN) + " " + (char) ('A' + dice.below(26)) + ". " + dice.any(FAMILY);
        }
        return name;
    }

    String project(int number) {
        return "P-" + number + " " + dice.any(PLACES) + " " + dice.likelyEarly(CLIENTS) + " " + dice.likelyEarly(JOBS);
    }
}
