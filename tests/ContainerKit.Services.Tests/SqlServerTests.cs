using Microsoft.Data.SqlClient;

namespace ContainerKit.Services.Tests;

public sealed class SqlServerTests : ServiceTest
{
    [DockerFact]
    public async Task SqlServer_is_usable_by_Microsoft_Data_SqlClient()
    {
        var spec = new SqlServerSpec { AcceptLicense = true, Database = "the shop", Scripts = ["create table parcel (word nvarchar(9))"] };
        await using var db = await SqlServer.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        await using var connection = new SqlConnection(db.ConnectionString);
        await connection.OpenAsync(Token);
        await using var insert = new SqlCommand("insert into parcel values ('zwei')", connection);
        (await insert.ExecuteNonQueryAsync(Token)).Should().Be(1);
    }

    [DockerFact]
    public async Task Each_SqlServer_snapshot_copy_has_fresh_seed_data()
    {
        var spec = new SqlServerSpec
        {
            AcceptLicense = true,
            Database = "shop",
            Scripts = ["create table parcel (word nvarchar(9)); insert into parcel values ('one')"],
        };
        var snapshot = SqlServer.Snapshot(spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).AsTemporary();

        await using var one = await snapshot.Run().ExecuteAsync(Token);
        (await ExecuteAsync(one, "delete from parcel; select count(*) from parcel")).Should().Be(0);
        await using var two = await snapshot.Run().ExecuteAsync(Token);
        (await ExecuteAsync(two, "select count(*) from parcel")).Should().Be(1);
    }

    [Fact]
    public void A_SqlServer_snapshot_does_not_show_its_password()
    {
        var spec = new SqlServerSpec { AcceptLicense = true, Password = "Open-Sesame1" };

        SqlServer.Snapshot(spec).ToString().Should().Contain("mssql/server").And.NotContain(spec.Password);
    }

    [Fact]
    public void A_SqlServer_whose_license_is_not_accepted_is_rejected() =>
        FluentActions.Invoking(() => SqlServer.Run(new SqlServerSpec())).Should().Throw<ArgumentException>().WithMessage("*AcceptLicense*");

    private static async Task<object?> ExecuteAsync(SqlServer db, string sql)
    {
        await using var connection = new SqlConnection(db.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new SqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Token);
    }
}
