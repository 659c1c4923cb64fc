print("foundry-mcp")
