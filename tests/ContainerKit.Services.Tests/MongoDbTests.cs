using MongoDB.Bson;
using MongoDB.Driver;

namespace ContainerKit.Services.Tests;

public sealed class MongoDbTests : ServiceTest
{
    [DockerFact]
    public async Task MongoDb_is_usable_by_MongoDB_Driver_with_a_transaction()
    {
        var spec = new MongoDbSpec { Password = "a/b:ü" };
        await using var db = await MongoDb.Run(
            spec with { Image = await RequireImageAsync(spec.Image), Container = Spec() }).ExecuteAsync(Token);

        using var client = new MongoClient(db.ConnectionString);
        var parcels = client.GetDatabase("shop").GetCollection<BsonDocument>("parcels");
        using var session = await client.StartSessionAsync(cancellationToken: Token);
        session.StartTransaction();
        await parcels.InsertOneAsync(session, new BsonDocument("word", "zwei"), cancellationToken: Token);
        await session.CommitTransactionAsync(Token);
        (await parcels.CountDocumentsAsync(new BsonDocument(), cancellationToken: Token)).Should().Be(1);
        await db.ResetAsync(Token);
        (await parcels.CountDocumentsAsync(new BsonDocument(), cancellationToken: Token)).Should().Be(0);
    }
}
