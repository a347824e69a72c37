-- One parcel for each hour of 2025, scanned once a day on the three following days.
insert into parcel (number, recipient, registered_at)
select 'AB' || lpad(hour::text, 6, '0'), 'Recipient ' || hour, timestamptz '2025-01-01 00:00+00' + hour * interval '1 hour'
from generate_series(0, 365 * 24 - 1) as hour;

insert into scan (parcel_number, place, scanned_at)
select number, place, registered_at + day * interval '1 day'
from parcel cross join (values (1, 'Hamburg'), (2, 'Lyon'), (3, 'Porto')) as scans (day, place);

analyze;
