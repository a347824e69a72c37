using Npgsql;

namespace Parcels;

/// <summary>The parcels in PostgreSQL.</summary>
public sealed class ParcelRepository(NpgsqlDataSource database)
{
    public async Task<Parcel?> FindAsync(string number, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select parcel.recipient, scan.place, scan.scanned_at
            from parcel left join scan on scan.parcel_number = parcel.number
            where parcel.number = $1
            order by scan.scanned_at, scan.id
            """);
        command.Parameters.AddWithValue(number);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken)) return null;

        var recipient = rows.GetString(0);
        var scans = new List<Scan>();
        do
        {
            if (!rows.IsDBNull(1)) scans.Add(new Scan(rows.GetString(1), rows.GetFieldValue<DateTimeOffset>(2)));
        }
        while (await rows.ReadAsync(cancellationToken));

        return new Parcel(number, recipient, scans);
    }

    /// <returns>False if the number already exists.</returns>
    public async Task<bool> AddAsync(string number, string recipient, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("insert into parcel (number, recipient) values ($1, $2) on conflict do nothing");
        command.Parameters.AddWithValue(number);
        command.Parameters.AddWithValue(recipient);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <returns>False if the parcel does not exist.</returns>
    public async Task<bool> AddScanAsync(string number, string place, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("insert into scan (parcel_number, place) values ($1, $2)");
        command.Parameters.AddWithValue(number);
        command.Parameters.AddWithValue(place);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return false;
        }
    }

    /// <summary>Deletes the parcels that were registered and last scanned before this time.</summary>
    /// <returns>The numbers of the deleted parcels.</returns>
    public async Task<IReadOnlyList<string>> DeleteAsync(DateTimeOffset notSeenSince, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            delete from parcel
            where registered_at < $1 and not exists (select from scan where parcel_number = number and scanned_at >= $1)
            returning number
            """);
        // Npgsql accepts only UTC for timestamptz.
        command.Parameters.AddWithValue(notSeenSince.ToUniversalTime());
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var numbers = new List<string>();
        while (await rows.ReadAsync(cancellationToken)) numbers.Add(rows.GetString(0));
        return numbers;
    }
}
