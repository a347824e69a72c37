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

    [Fact]
    public void A_SqlServer_whose_license_is_not_accepted_is_rejected() =>
        FluentActions.Invoking(() => SqlServer.Run(new SqlServerSpec())).Should().Throw<ArgumentException>().WithMessage("*AcceptLicense*");
}
