-- Who the organisation's agents are, by their number. One name in twenty is beyond ASCII.

CREATE OR REPLACE TEMP MACRO entity_id(agent) AS concat(
  substring(sha1(concat('agent ', agent)), 1, 8), '-', substring(sha1(concat('agent ', agent)), 9, 4), '-5', substring(sha1(concat('agent ', agent)), 14, 3),
  '-', '8', substring(sha1(concat('agent ', agent)), 18, 3), '-', substring(sha1(concat('agent ', agent)), 21, 12)
);

CREATE OR REPLACE TEMP MACRO first_name_of(agent) AS
  if(agent % 40 = 7, 'José', ['Ana', 'Joseph', 'Wei', 'Fatima', 'Liam', 'Zoe', 'Mary Ann', 'Oluwaseun'][1 + agent % 8]);

CREATE OR REPLACE TEMP MACRO last_name_of(agent) AS
  concat(if(agent % 40 = 26, 'Müller', ['Smith', 'Garcia', 'Nguyen', 'O''Brien', 'Miller', 'Johnson'][1 + agent % 6]), ' ', agent % 9973);
