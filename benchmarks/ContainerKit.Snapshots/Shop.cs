using Npgsql;

namespace ContainerKit.Snapshots;

/// <summary>The data of a small shop: 1,000 customers, 50,000 orders with 150,000 lines, and indices for queries.</summary>
internal static class Shop
{
    private const string Seed = """
        drop schema if exists shop cascade;
        create schema shop;
        set search_path to shop;
        create table customer (id int primary key, name text not null unique, city text not null);
        create table "order" (
            id int primary key, customer int not null references customer, placed timestamptz not null, note text not null);
        create table line (
            id int primary key, "order" int not null references "order", article text not null, amount numeric(10, 2) not null);
        insert into customer select i, 'customer ' || md5(i::text), 'city ' || i % 100 from generate_series(1, 1000) i;
        insert into "order"
            select i, 1 + i % 1000, '2026-01-01'::timestamptz + i * interval '5 minutes', repeat(md5(i::text), 3)
            from generate_series(1, 50000) i;
        insert into line select i, 1 + i / 3, 'article ' || i % 500, i % 10000 / 100.0 from generate_series(1, 149999) i;
        create index on "order" (customer, placed);
        create index on line ("order");
        create index on line (article, amount);
        analyze;
        """;

    public static Task SeedAsync(string connectionString, CancellationToken cancellationToken) =>
        ExecuteAsync(connectionString, Seed, cancellationToken);

    public static async Task CheckAsync(string connectionString)
    {
        const string Query = """
            select count(*) from shop.line join shop."order" o on o.id = line."order" where o.customer = 7
            """;
        var count = await ExecuteAsync(connectionString, Query, CancellationToken.None);
        if (count is not 150L) throw new InvalidOperationException($"There are {count} lines, not 150.");
    }

    public static Task PingAsync(string connectionString) => ExecuteAsync(connectionString, "select 1", CancellationToken.None);

    private static async Task<object?> ExecuteAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
