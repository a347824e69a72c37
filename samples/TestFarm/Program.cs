Console.WriteLine("TestFarm");
